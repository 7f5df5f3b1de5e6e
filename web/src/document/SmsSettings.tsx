import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, put, read, type Got } from '../lib/api';
import { useCan } from '../lib/session';
import { Failure } from '../ui/Failure';
import { Field, Fields, TextField, useForm, type Form } from '../ui/form';
import { ChoiceInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';
import { problemText } from '../ui/problems';

type Found = Got<'/sms-gateway'>;
type Gateway = Found['gateway'];
type Hours = Got<'/message-hours'>;

const PROVIDERS: Gateway['provider'][] = ['SIMULATED', 'HTTP'];
const METHODS: Gateway['method'][] = ['POST', 'GET'];
const FORMATS: Gateway['format'][] = ['JSON', 'FORM'];
const FIELDS = ['phone', 'national', 'text', 'secret', 'id'].map((field) => `{{${field}}}`).join(' ');

/** By whom the company sends text messages. */
export function SmsGateway() {
  const found = useQuery({ queryKey: ['sms-gateway'], queryFn: () => get('/sms-gateway') });
  if (found.isError) return <Failure error={found.error} reset={() => void found.refetch()} />;
  return found.data ? <GatewayForm key={found.data.gateway.version} found={found.data} /> : null;
}

function GatewayForm({ found }: { found: Found }) {
  const { t } = useTranslation('document');
  const may = useCan()('sms-gateway.edit');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { gateway } = found;
  const form = useForm(
    {
      provider: gateway.provider as Gateway['provider'] | null,
      method: gateway.method as Gateway['method'] | null,
      format: gateway.format as Gateway['format'] | null,
      url: gateway.url,
      headers: gateway.headers,
      body: gateway.body,
      secret: '',
      noSecret: false,
      success: gateway.success,
      badNumber: gateway.badNumber,
      perMinute: String(gateway.perMinute),
      site: gateway.site ?? (found.set ? '' : window.location.origin),
      active: gateway.active,
    },
    async ({ noSecret, ...values }) => {
      await put(
        '/sms-gateway',
        {
          ...values,
          provider: values.provider ?? 'SIMULATED',
          method: values.method ?? 'POST',
          format: values.format ?? 'JSON',
          secret: values.secret || (noSecret ? '' : null),
          perMinute: Number(values.perMinute) || 0,
          site: values.site.trim() || null,
        },
        { version: String(gateway.version) },
      );
      void message.success(t('mailServer.saved'));
      await queries.invalidateQueries({ queryKey: ['sms-gateway'] });
    },
  );
  const off = { disabled: !may };
  const http = form.values.provider === 'HTTP';
  return (
    <SettingsCard of="sms" form={form} may={may}>
      {!gateway.readable && <Alert type="error" showIcon title={t('sms.unreadable')} />}
      <Fields columns={2}>
        <Field label={t('sms.provider')} bound={form.bind('provider')} form={form} name="provider">
          <ChoiceInput
            {...form.bind('provider')}
            {...off}
            options={PROVIDERS.map((value) => ({ value, label: t(`sms.providers.${value}`) }))}
          />
        </Field>
        <TextField form={form} name="site" label={t('mailServer.site')} help={t('sms.siteHelp')} {...off} />
        {http && (
          <>
            <TextField form={form} name="url" label={t('sms.url')} must wide {...off} />
            <Field label={t('sms.method')} bound={form.bind('method')} form={form} name="method">
              <ChoiceInput
                {...form.bind('method')}
                {...off}
                options={METHODS.map((value) => ({ value, label: value }))}
              />
            </Field>
            <Field label={t('sms.format')} bound={form.bind('format')} form={form} name="format">
              <ChoiceInput
                {...form.bind('format')}
                {...off}
                options={FORMATS.map((value) => ({ value, label: t(`sms.formats.${value}`) }))}
              />
            </Field>
            <TextField
              form={form}
              name="secret"
              label={t('sms.secret')}
              help={t(gateway.hasSecret ? 'mailServer.passwordKept' : 'mailServer.passwordHelp')}
              secret
              {...off}
            />
            <TextField form={form} name="headers" label={t('sms.headers')} area {...off} />
            {form.values.method === 'POST' && <TextField form={form} name="body" label={t('sms.body')} area {...off} />}
            <TextField form={form} name="success" label={t('sms.success')} help={t('sms.successHelp')} {...off} />
            <TextField form={form} name="badNumber" label={t('sms.badNumber')} {...off} />
          </>
        )}
        <TextField form={form} name="perMinute" label={t('sms.perMinute')} {...off} />
      </Fields>
      {http && <div className="oa-mute oa-small">{`${t('mailWords.fields')} ${FIELDS}`}</div>}
      {http && gateway.hasSecret && (
        <Checkbox
          checked={form.values.noSecret && form.values.secret === ''}
          disabled={!may || form.values.secret !== ''}
          onChange={(event) => {
            form.set({ noSecret: event.target.checked });
          }}
        >
          {t('sms.noSecret')}
        </Checkbox>
      )}
      <Checkbox
        checked={form.values.active}
        disabled={!may}
        onChange={(event) => {
          form.set({ active: event.target.checked });
        }}
      >
        {t('sms.active')}
      </Checkbox>
      {may && found.set && <TryIt off={form.changed} />}
    </SettingsCard>
  );
}

function TryIt({ off }: { off: boolean }) {
  const { t } = useTranslation('document');
  const [phone, setPhone] = useState('');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<{ good: boolean; text: string } | null>(null);
  const test = () => {
    setBusy(true);
    setTried(null);
    post('/sms-gateway/test', { phone }, { key: newKey() })
      .then(
        (outcome) => {
          setTried(
            outcome.state === 'SENT'
              ? { good: true, text: t('sms.testSent', { to: outcome.to, answer: outcome.answer ?? '' }) }
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
  return (
    <>
      <Line>
        <Input
          aria-label={t('sms.phone')}
          placeholder={t('sms.phone')}
          style={{ maxWidth: 220 }}
          value={phone}
          onChange={(event) => {
            setPhone(event.target.value);
          }}
        />
        <Button loading={busy} disabled={off || phone.trim() === ''} onClick={test}>
          {t('sms.test')}
        </Button>
      </Line>
      {tried && <Alert type={tried.good ? 'success' : 'error'} showIcon title={tried.text} />}
    </>
  );
}

/** When messages to customers wait. */
export function MessageHours() {
  const hours = useQuery({ queryKey: ['message-hours'], queryFn: () => read('/message-hours') });
  if (hours.isError) return <Failure error={hours.error} reset={() => void hours.refetch()} />;
  return hours.data ? (
    <HoursForm key={hours.data.version} hours={hours.data.data} version={hours.data.version ?? '0'} />
  ) : null;
}

function HoursForm({ hours, version }: { hours: Hours; version: string }) {
  const { t } = useTranslation('document');
  const may = useCan()('mail-server.edit');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const form = useForm(
    {
      from: hours.from?.slice(0, 5) ?? '',
      until: hours.until?.slice(0, 5) ?? '',
      workingDays: hours.workingDays,
    },
    async (values) => {
      await put(
        '/message-hours',
        { from: values.from || null, until: values.until || null, workingDays: values.workingDays },
        { version },
      );
      void message.success(t('mailServer.saved'));
      await queries.invalidateQueries({ queryKey: ['message-hours'] });
    },
  );
  return (
    <SettingsCard of="hours" form={form} may={may}>
      <Fields columns={2}>
        {(['from', 'until'] as const).map((name) => (
          <Field key={name} label={t(`hours.${name}`)} form={form} name={name}>
            <Input
              {...form.bind(name)}
              type="time"
              disabled={!may}
              onChange={(event) => {
                form.set({ [name]: event.target.value });
              }}
            />
          </Field>
        ))}
      </Fields>
      <Checkbox
        checked={form.values.workingDays}
        disabled={!may}
        onChange={(event) => {
          form.set({ workingDays: event.target.checked });
        }}
      >
        {t('hours.workingDays')}
      </Checkbox>
    </SettingsCard>
  );
}

/** Settings that are saved by themselves, at their head. */
export function SettingsCard<T extends object>({
  of,
  form,
  may,
  children,
}: {
  of: 'sms' | 'hours' | 'bounces';
  form: Form<T>;
  may: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation('document');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Card
        title={t(`${of}.title`)}
        extra={
          may && (
            <Button htmlType="submit" loading={form.busy} disabled={!form.changed}>
              {t('mailServer.save')}
            </Button>
          )
        }
      >
        <p className="oa-soft">{t(`${of}.what`)}</p>
        {form.general && <Alert type="error" showIcon title={form.general} />}
        {children}
      </Card>
    </form>
  );
}
