import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, put, remove } from '../lib/api';
import { Instant, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields, useForm } from '../ui/form';
import { Card } from '../ui/layout';
import { problemText } from '../ui/problems';
import type { SessionView } from './types';

/** One's own password and the places one is signed in. */
export function SessionsPage() {
  const { t } = useTranslation('organization');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ['me', 'sessions'], queryFn: () => get('/me/sessions') });
  const end = useMutation({
    mutationFn: (id: string) => remove(`/me/sessions/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['me', 'sessions'] }),
    onError: (error) => {
      void message.error(problemText(error));
    },
  });
  const form = useForm({ old: '', password: '', again: '' }, async (values, key) => {
    await put('/me/password', { old: values.old, password: values.password }, { key });
    void message.success(t('sessions.passwordChanged'));
    await queries.invalidateQueries({ queryKey: ['me', 'sessions'] });
  });
  const differs = form.values.again !== '' && form.values.again !== form.values.password;
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  return (
    <>
      <Card title={t('sessions.title')}>
        <DataTable<SessionView>
          rows={query.data?.rows ?? []}
          rowKey={(session) => session.id}
          loading={query.isPending}
          caption={t('sessions.title')}
          columns={[
            {
              key: 'agent',
              title: t('sessions.device'),
              render: (session) => (
                <>
                  {device(session.agent)} {session.current && <StatusTag tone="green">{t('sessions.this')}</StatusTag>}
                </>
              ),
            },
            { key: 'address', title: t('sessions.address'), render: (session) => session.address },
            { key: 'since', title: t('sessions.since'), render: (session) => <Instant value={session.createdAt} /> },
            { key: 'seen', title: t('sessions.seen'), render: (session) => <Instant value={session.lastSeenAt} /> },
            {
              key: 'end',
              title: '',
              render: (session) =>
                !session.current && (
                  <Button
                    size="small"
                    loading={end.isPending && end.variables === session.id}
                    onClick={() => {
                      end.mutate(session.id);
                    }}
                  >
                    {t('sessions.end')}
                  </Button>
                ),
            },
          ]}
        />
      </Card>
      <Card title={t('sessions.changeTitle')}>
        <form
          className="oa-stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (!differs) {
              void form.submit().then((done) => {
                if (done) form.reset({ old: '', password: '', again: '' });
              });
            }
          }}
        >
          {form.general && <div className="oa-red">{form.general}</div>}
          <Fields columns={3}>
            {(['old', 'password', 'again'] as const).map((name) => {
              const bound = form.bind(name);
              return (
                <Field
                  key={name}
                  label={t(`sessions.${name}`)}
                  bound={bound}
                  form={form}
                  name={name}
                  help={name === 'again' && differs ? t('sessions.differs') : undefined}
                >
                  <Input.Password
                    id={bound.id}
                    autoComplete={name === 'old' ? 'current-password' : 'new-password'}
                    value={bound.value}
                    status={bound.status}
                    onChange={(event) => {
                      bound.onChange(event.target.value);
                    }}
                  />
                </Field>
              );
            })}
          </Fields>
          <div>
            <Button
              type="primary"
              htmlType="submit"
              loading={form.busy}
              disabled={!form.values.old || !form.values.password || form.values.again !== form.values.password}
            >
              {t('sessions.change')}
            </Button>
          </div>
        </form>
      </Card>
    </>
  );
}

/** "Chrome · Windows" of a browser's long name. */
export function device(agent: string): string {
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrome\//.test(agent)
        ? 'Chrome'
        : /Safari\//.test(agent)
          ? 'Safari'
          : agent.split(/[\s/]/)[0];
  const system = /Windows/.test(agent)
    ? 'Windows'
    : /Android/.test(agent)
      ? 'Android'
      : /iPhone|iPad/.test(agent)
        ? 'iOS'
        : /Mac OS/.test(agent)
          ? 'macOS'
          : /Linux/.test(agent)
            ? 'Linux'
            : '';
  return [browser, system].filter(Boolean).join(' · ');
}
