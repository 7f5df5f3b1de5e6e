import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, remove } from '../lib/api';
import { plusDays } from '../lib/dates';
import { useCan, useMe } from '../lib/session';
import { Instant } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { DateInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';
import { problemText } from '../ui/problems';
import type { Token } from './types';

/** Tokens for programs: each with its rights and its last day; shown once. */
export function TokensPage() {
  const { t } = useTranslation('organization');
  const me = useMe();
  const may = useCan();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [making, setMaking] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const query = useQuery({ queryKey: ['me', 'tokens'], queryFn: () => get('/me/tokens') });
  const revoke = useMutation({
    mutationFn: (id: string) => remove(`/me/tokens/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['me', 'tokens'] }),
    onError: (error) => {
      void message.error(problemText(error));
    },
  });
  const empty = { name: '', rights: ['*.view'], until: plusDays(me.today, 90) as string | null };
  const form = useForm(empty, async (values) => {
    const answer = await post('/me/tokens', {
      name: values.name.trim(),
      rights: values.rights,
      until: values.until,
    });
    setShown(answer.token);
    await queries.invalidateQueries({ queryKey: ['me', 'tokens'] });
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const rows = query.data?.rows ?? [];
  const name = form.bind('name');
  return (
    <>
      <Card flush>
        <div className="oa-list-head" style={{ paddingBottom: 12 }}>
          <Line>
            <h1 className="oa-grow">{t('tokens.title')}</h1>
            {may('token.create') && (
              <Button
                type="primary"
                icon={<PlusOutlined />}
                onClick={() => {
                  setShown(null);
                  setMaking(true);
                }}
              >
                {t('tokens.new')}
              </Button>
            )}
          </Line>
          {shown && (
            <Alert
              type="success"
              showIcon
              title={t('tokens.once')}
              description={<code className="oa-pre">{shown}</code>}
              action={
                <Button
                  size="small"
                  onClick={() => {
                    void navigator.clipboard.writeText(shown).then(() => message.success(t('tokens.copied')));
                  }}
                >
                  {t('tokens.copy')}
                </Button>
              }
            />
          )}
        </div>
        {query.isSuccess && rows.length === 0 ? (
          <EmptyState title={t('tokens.none')} text={t('tokens.noneText')} />
        ) : (
          <DataTable<Token>
            rows={rows}
            rowKey={(token) => token.id}
            loading={query.isPending}
            caption={t('tokens.title')}
            columns={[
              { key: 'name', title: t('tokens.name'), render: (token) => token.name },
              {
                key: 'rights',
                title: t('tokens.rights'),
                render: (token) => <span className="oa-mute">{token.rights?.join(', ')}</span>,
              },
              { key: 'until', title: t('tokens.until'), render: (token) => <Instant value={token.expiresAt} /> },
              { key: 'used', title: t('tokens.used'), render: (token) => <Instant value={token.lastUsedAt} /> },
              {
                key: 'revoke',
                title: '',
                render: (token) => (
                  <Button
                    size="small"
                    danger
                    loading={revoke.isPending && revoke.variables === token.id}
                    onClick={() => {
                      revoke.mutate(token.id);
                    }}
                  >
                    {t('tokens.revoke')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Card>
      <FormDrawer
        open={making}
        title={t('tokens.new')}
        action={t('tokens.make')}
        form={form}
        onClose={() => {
          setMaking(false);
        }}
        onDone={() => {
          form.reset(empty);
        }}
      >
        <Fields columns={1}>
          <Field label={t('tokens.name')} bound={name} form={form} name="name" must help={t('tokens.nameHelp')}>
            <Input
              id={name.id}
              value={name.value}
              status={name.status}
              onChange={(event) => {
                name.onChange(event.target.value);
              }}
            />
          </Field>
          <Field label={t('tokens.rights')} form={form} name="rights" help={t('tokens.rightsHelp')}>
            <Select
              id={form.bind('rights').id}
              mode="tags"
              style={{ width: '100%' }}
              value={form.values.rights}
              options={['*.view', ...me.rights].map((value) => ({ value, label: value }))}
              onChange={(rights: string[]) => {
                form.set({ rights });
              }}
            />
          </Field>
          <Field label={t('tokens.until')} form={form} name="until" must>
            <DateInput {...form.bind('until')} />
          </Field>
        </Fields>
      </FormDrawer>
    </>
  );
}
