import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, send, type Schema } from '../lib/api';
import { useCan, useMe } from '../lib/session';
import { useCashAccounts } from '../receivables/cash';
import { StatusTag } from '../ui/cells';
import { Failure } from '../ui/Failure';
import { Field, Fields, TextField, useForm } from '../ui/form';
import { ChoiceInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { problemText } from '../ui/problems';

type Settings = Schema<'receivables.PaymentSettings.Settings'>;
type Provider = Settings['providers'][number];

/** What customers paid by link, and what waits to be booked. */
export function PaymentList() {
  const { t } = useTranslation('payment');
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const book = useMutation({
    mutationFn: (id: string) => post(`/online-payments/${id}/booking`, undefined, { key: newKey() }),
    onSuccess: () => {
      void message.success(t('list.booked'));
      // Locked until the row says that it is booked.
      return queries.invalidateQueries({ queryKey: ['online-payments'] });
    },
    onError: (error) => void message.error(problemText(error)),
  });
  return (
    <ListPage
      list="online-payments"
      also={['receipt', 'state']}
      views={[{ key: 'waiting', label: t('list.waiting'), filter: ['state', '=', 'PAID'] }]}
      render={{
        provider: (row) => t(`provider.${String(row['provider'])}`, { defaultValue: String(row['provider']) }),
        receiptNumber: (row) =>
          row['receipt'] ? (
            <RecordLink kind="receipt" id={String(row['receipt'])}>
              {String(row['receiptNumber'])}
            </RecordLink>
          ) : row['state'] === 'PAID' && may('online-payment.book') ? (
            <Button
              size="small"
              loading={book.isPending && book.variables === row.id}
              disabled={book.isPending}
              onClick={() => {
                book.mutate(row.id);
              }}
            >
              {t('list.book')}
            </Button>
          ) : null,
        outcome: (row) => {
          const code = String(row['outcome'] ?? '');
          return code === '' ? null : t(`outcome.${code}`, { defaultValue: code });
        },
      }}
      empty={{ title: t('list.none'), text: t('list.noneText') }}
    />
  );
}

/** Through whom customers may pay, and where they reach us. */
export function PaymentSettings() {
  const settings = useQuery({ queryKey: ['payment-settings'], queryFn: () => get('/payment-settings') });
  if (settings.isError) return <Failure error={settings.error} reset={() => void settings.refetch()} />;
  if (!settings.data) return null;
  return (
    <div className="oa-stack">
      <Address key={`address${String(settings.data.version)}`} settings={settings.data} />
      {settings.data.providers.map((provider) => (
        <ProviderForm key={provider.name + String(provider.version)} provider={provider} />
      ))}
    </div>
  );
}

function Address({ settings }: { settings: Settings }) {
  const { t } = useTranslation('payment');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const form = useForm<{ address: string }>({ address: settings.address }, async (values, key) => {
    await send('PUT', '/payment-settings', {
      body: { address: values.address.trim() || null },
      key,
      version: String(settings.version),
    });
    void message.success(t('settings.saved'));
    await queries.invalidateQueries({ queryKey: ['payment-settings'] });
  });
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
          <h1 className="oa-grow">{t('settings.title')}</h1>
        </Line>
      </Card>
      {form.general && <Alert type="error" showIcon title={form.general} />}
      <Card
        title={t('settings.reached')}
        extra={
          <Button htmlType="submit" loading={form.busy} disabled={!form.changed}>
            {t('settings.save')}
          </Button>
        }
      >
        <p className="oa-soft">{t('settings.reachedText')}</p>
        <TextField form={form} name="address" label={t('settings.address')} />
      </Card>
    </form>
  );
}

function ProviderForm({ provider }: { provider: Provider }) {
  const { t } = useTranslation('payment');
  const queries = useQueryClient();
  const accounts = useCashAccounts();
  const base = useMe().company.baseCurrency;
  const { message } = App.useApp();
  const form = useForm<{
    enabled: boolean;
    merchant: string;
    secret: string;
    cashAccount: string | null;
    otherAccounts: string[];
    byRule: boolean;
  }>(
    {
      enabled: provider.enabled,
      merchant: provider.merchant,
      secret: '',
      cashAccount: provider.cashAccount ?? null,
      otherAccounts: provider.otherAccounts,
      byRule: provider.byRule,
    },
    async (values, key) => {
      await send('PUT', `/payment-settings/${provider.name}`, {
        body: { ...values, merchant: values.merchant.trim() || null, secret: values.secret || null },
        key,
        version: String(provider.version),
      });
      void message.success(t('settings.saved'));
      await queries.invalidateQueries({ queryKey: ['payment-settings'] });
    },
  );
  const name = t(`provider.${provider.name}`, { defaultValue: provider.name });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Card
        title={
          <Line tight>
            {name}
            <StatusTag tone={provider.enabled ? 'green' : 'grey'}>
              {t(provider.enabled ? 'settings.on' : 'settings.off')}
            </StatusTag>
          </Line>
        }
        extra={
          <Button type="primary" htmlType="submit" loading={form.busy} disabled={!form.changed}>
            {t('settings.save')}
          </Button>
        }
      >
        {provider.trial && <Alert type="warning" showIcon title={t('settings.trial')} />}
        {form.general && <Alert type="error" showIcon title={form.general} />}
        <Checkbox
          checked={form.values.enabled}
          onChange={(event) => {
            form.set({ enabled: event.target.checked });
          }}
        >
          {t('settings.enabled')}
        </Checkbox>
        <Fields columns={2}>
          <TextField form={form} name="merchant" label={t('settings.merchant')} />
          <Field label={t('settings.secret')} form={form} name="secret">
            <Input.Password
              id="secret"
              autoComplete="new-password"
              aria-label={t('settings.secret')}
              placeholder={provider.hasSecret ? t('settings.secretKept') : ''}
              value={form.values.secret}
              onChange={(event) => {
                form.set({ secret: event.target.value });
              }}
            />
          </Field>
          <Field label={t('settings.account')} form={form} name="cashAccount">
            <ChoiceInput {...form.bind('cashAccount')} options={accounts} />
          </Field>
          <Field label={t('settings.otherAccounts')} form={form} name="otherAccounts">
            <Select<string[]>
              {...form.bind('otherAccounts')}
              mode="multiple"
              style={{ width: '100%' }}
              options={accounts.filter((account) => account.currency !== base)}
            />
          </Field>
        </Fields>
        <Checkbox
          checked={form.values.byRule}
          onChange={(event) => {
            form.set({ byRule: event.target.checked });
          }}
        >
          {t('settings.byRule')}
        </Checkbox>
        <p className="oa-soft">{t('settings.inYourName')}</p>
      </Card>
    </form>
  );
}
