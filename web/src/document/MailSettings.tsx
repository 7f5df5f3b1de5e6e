import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, put, read, remove, type Got } from '../lib/api';
import { useCan } from '../lib/session';
import { Failure } from '../ui/Failure';
import { AskedButton, Field, Fields, TextField, useForm } from '../ui/form';
import { ChoiceInput } from '../ui/inputs';
import { Card, Columns, Line, Stack } from '../ui/layout';
import { problemText } from '../ui/problems';
import { BounceMailbox } from './BounceMailbox';
import { MessageHours, SmsGateway } from './SmsSettings';

type Server = Got<'/mail-server'>;
type Security = Server['security'];

const SECURITIES: Security[] = ['TLS', 'STARTTLS', 'NONE'];
const LANGUAGES = ['zh-CN', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

/** The mail server of the company and what its mails say. */
export function MailSettings() {
  const may = useCan();
  return (
    <Stack>
      {may('mail-server.view') && <ServerCard />}
      {may('mail-server.view') && <BounceMailbox />}
      {may('sms-gateway.view') && <SmsGateway />}
      {may('mail-server.view') && <MessageHours />}
      {may('print-template.view') && <Templates />}
    </Stack>
  );
}

function ServerCard() {
  const server = useQuery({
    queryKey: ['mail-server'],
    queryFn: () => get('/mail-server'),
  });
  if (server.isError) return <Failure error={server.error} reset={() => void server.refetch()} />;
  return server.data ? <ServerForm key={server.data.version} server={server.data} /> : null;
}

function ServerForm({ server }: { server: Server }) {
  const { t } = useTranslation('document');
  const may = useCan()('mail-server.edit');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [tried, setTried] = useState<{ good: boolean; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useForm(
    {
      host: server.host,
      port: String(server.port),
      security: server.security as Security | null,
      user: server.user ?? '',
      password: '',
      fromAddress: server.fromAddress,
      fromName: server.fromName ?? '',
      replyTo: server.replyTo ?? '',
      perMinute: String(server.perMinute),
      site: server.site ?? (server.set ? '' : window.location.origin),
      customerLanguage: server.customerLanguage as Language | null,
      active: server.active,
    },
    async (values) => {
      await put(
        '/mail-server',
        {
          host: values.host.trim(),
          port: Number(values.port) || 0,
          security: values.security ?? 'TLS',
          user: values.user.trim() || null,
          password: values.password || null,
          fromAddress: values.fromAddress.trim(),
          fromName: values.fromName.trim() || null,
          replyTo: values.replyTo.trim() || null,
          perMinute: Number(values.perMinute) || 0,
          site: values.site.trim() || null,
          customerLanguage: values.customerLanguage ?? 'zh-CN',
          active: values.active,
        },
        { version: String(server.version) },
      );
      void message.success(t('mailServer.saved'));
      await queries.invalidateQueries({ queryKey: ['mail-server'] });
    },
  );
  const test = () => {
    setBusy(true);
    setTried(null);
    post('/mail-server/test', undefined, { key: newKey() })
      .then(
        (outcome) => {
          setTried(
            outcome.state === 'SENT'
              ? { good: true, text: t('mailServer.testSent', { to: outcome.to }) }
              : { good: false, text: t('mailServer.testFailed', { answer: outcome.answer ?? '' }) },
          );
        },
        (error: unknown) => {
          setTried({ good: false, text: problemText(error) });
        },
      )
      .finally(() => {
        setBusy(false);
      });
  };
  const off = { disabled: !may };
  return (
    <form
      className="oa-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Card className="oa-doc-head">
        <Line>
          <h1 className="oa-grow">{t('mailServer.title')}</h1>
          {may && server.set && (
            <Button loading={busy} disabled={form.changed} onClick={test}>
              {t('mailServer.test')}
            </Button>
          )}
          {may && (
            <Button type="primary" htmlType="submit" loading={form.busy} disabled={!form.changed}>
              {t('mailServer.save')}
            </Button>
          )}
        </Line>
        <div className="oa-mute">{t('mailServer.what')}</div>
      </Card>
      {form.general && <Alert type="error" showIcon title={form.general} />}
      {tried && <Alert type={tried.good ? 'success' : 'error'} showIcon title={tried.text} />}
      {!server.readable && <Alert type="error" showIcon title={t('mailServer.unreadable')} />}
      <Card title={t('mailServer.server')}>
        <Fields columns={2}>
          <TextField form={form} name="host" label={t('mailServer.host')} must {...off} />
          <TextField form={form} name="port" label={t('mailServer.port')} must {...off} />
          <Field label={t('mailServer.security')} form={form} name="security">
            <ChoiceInput
              {...form.bind('security')}
              disabled={!may}
              options={SECURITIES.map((value) => ({ value, label: t(`mailServer.securities.${value}`) }))}
            />
          </Field>
          <TextField form={form} name="user" label={t('mailServer.user')} help={t('mailServer.userHelp')} {...off} />
          <TextField
            form={form}
            name="password"
            label={t('mailServer.password')}
            help={t(server.hasPassword ? 'mailServer.passwordKept' : 'mailServer.passwordHelp')}
            secret
            {...off}
          />
          <TextField
            form={form}
            name="perMinute"
            label={t('mailServer.perMinute')}
            help={t('mailServer.perMinuteHelp')}
            {...off}
          />
        </Fields>
        {form.values.security === 'NONE' && form.values.user && (
          <Alert type="warning" showIcon title={t('mailServer.inClear')} />
        )}
      </Card>
      <Card title={t('mailServer.sender')}>
        <Fields columns={2}>
          <TextField form={form} name="fromAddress" label={t('mailServer.fromAddress')} must {...off} />
          <TextField form={form} name="fromName" label={t('mailServer.fromName')} {...off} />
          <TextField form={form} name="replyTo" label={t('mailServer.replyTo')} {...off} />
          <TextField form={form} name="site" label={t('mailServer.site')} help={t('mailServer.siteHelp')} {...off} />
          <Field label={t('mailServer.customerLanguage')} form={form} name="customerLanguage">
            <ChoiceInput
              {...form.bind('customerLanguage')}
              disabled={!may}
              options={LANGUAGES.map((value) => ({ value, label: t(`print.${value}`) }))}
            />
          </Field>
        </Fields>
        <Checkbox
          checked={form.values.active}
          disabled={!may}
          onChange={(event) => {
            form.set({ active: event.target.checked });
          }}
        >
          {t('mailServer.active')}
        </Checkbox>
      </Card>
    </form>
  );
}

/** What the mails say, per occasion and language. */
function Templates() {
  const { t, i18n } = useTranslation('document');
  const [event, setEvent] = useState('statement');
  const [language, setLanguage] = useState<string>(i18n.language === 'en' ? 'en' : 'zh-CN');
  const names = useQuery({ queryKey: ['mail-templates'], queryFn: () => get('/mail-templates') });
  const template = useQuery({
    queryKey: ['mail-templates', event, language],
    queryFn: async () => {
      const { data, version } = await read(`/mail-templates/${event}`, { language });
      return { data, version: version ?? String(data.version) };
    },
  });
  if (template.isError) return <Failure error={template.error} reset={() => void template.refetch()} />;
  return (
    <Card title={t('mailWords.title')}>
      <Stack>
        <div className="oa-mute">{t('mailWords.what')}</div>
        <Line>
          <Select
            aria-label={t('mailWords.event')}
            value={event}
            style={{ minWidth: 220 }}
            options={(names.data?.templates ?? []).map((one) => ({ value: one.event, label: one.name }))}
            onChange={setEvent}
          />
          <Segmented
            aria-label={t('print.language')}
            value={language}
            options={LANGUAGES.map((value) => ({ value: value as string, label: t(`print.${value}`) }))}
            onChange={setLanguage}
          />
        </Line>
        {template.data && (
          <Words
            key={`${event} ${language} ${template.data.version}`}
            template={template.data.data}
            version={template.data.version}
          />
        )}
      </Stack>
    </Card>
  );
}

function Words({ template, version }: { template: Got<`/mail-templates/${string}`>; version: string }) {
  const { t } = useTranslation('document');
  const may = useCan()('print-template.edit');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [text, setText] = useState(template.text);
  const [wrong, setWrong] = useState<string | null>(null);
  const query = `?language=${template.language}`;
  const path = `/mail-templates/${template.event}` as `/mail-templates/${string}`;
  const preview = useQuery({
    queryKey: ['mail-templates', template.event, template.language, 'preview', text],
    queryFn: () => post(`${path}/preview${query}` as `${typeof path}/preview`, { body: text }),
    retry: false,
    placeholderData: (before) => before,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['mail-templates'] });
  const save = () => {
    setWrong(null);
    put(`${path}${query}` as typeof path, { body: text }, { key: newKey(), version }).then(
      () => {
        void message.success(t('print.saved'));
        return refresh();
      },
      (error: unknown) => {
        setWrong(problemText(error));
      },
    );
  };
  return (
    <>
      {wrong && <Alert type="error" showIcon title={wrong} />}
      <Columns>
        <Stack tight>
          <label htmlFor="mail-words">{t('mailWords.words')}</label>
          <Input.TextArea
            id="mail-words"
            autoSize={{ minRows: 14, maxRows: 30 }}
            value={text}
            disabled={!may}
            onChange={(change) => {
              setText(change.target.value);
            }}
          />
          <div className="oa-mute oa-small">
            {t('mailWords.fields')} {template.fields.map((field) => `{{${field}}}`).join(' ')}
          </div>
          {may && (
            <Line>
              <Button type="primary" disabled={text === template.text} onClick={save}>
                {t('mailWords.save')}
              </Button>
              {template.own && (
                <AskedButton
                  label={t('print.reset')}
                  title={t('print.resetTitle')}
                  run={() => remove(`${path}${query}` as typeof path, { version }).then(refresh)}
                />
              )}
            </Line>
          )}
        </Stack>
        <Stack tight>
          <div>{t('print.preview')}</div>
          {preview.isError ? (
            <Alert type="warning" showIcon title={problemText(preview.error)} />
          ) : (
            <div className="oa-card">
              {preview.data?.sms ? (
                <div className="oa-mute">
                  {t('mailWords.length', {
                    characters: preview.data.sms.characters,
                    segments: preview.data.sms.segments,
                  })}
                </div>
              ) : (
                <div className="oa-strong">{preview.data?.subject}</div>
              )}
              <div className="oa-pre">{preview.data?.body.replaceAll('\uFFFC', t('mailWords.link'))}</div>
            </div>
          )}
        </Stack>
      </Columns>
    </>
  );
}
