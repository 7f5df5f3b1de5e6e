import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, put, url } from '../lib/api';
import type { Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import type { Ref, Row } from '../lib/types';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import { ListPage } from '../ui/ListPage';
import { problemText } from '../ui/problems';

/** Applications: what sales asks for, and what finance has still to issue. */
export function ApplicationList() {
  const { t } = useTranslation('invoicing');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const send = async (rows: Row[], again: boolean) => {
    try {
      const done = await post(
        '/invoice-applications/exporting',
        { applications: rows.map((row) => row.id), again },
        { key: newKey() },
      );
      await queries.invalidateQueries({ queryKey: ['invoice-applications'] });
      window.location.assign(url(`/invoice-applications/exports/${done.export}`));
      if (done.skipped.length > 0) {
        void message.warning(t('application.skipped', { numbers: done.skipped.join(', ') }));
      }
    } catch (error) {
      void message.error(problemText(error));
    }
  };
  return (
    <ListPage
      list="invoice-applications"
      create={{ to: '/invoice-applications/new', label: t('application.new'), right: 'invoice-application.create' }}
      views={[
        { key: 'waiting', label: t('application.waiting'), filter: ['state', 'in', ['SUBMITTED', 'PARTLY']] },
        { key: 'returned', label: t('application.returned'), filter: ['state', 'in', ['RETURNED']] },
      ]}
      bulk={[
        {
          key: 'export',
          label: t('application.export'),
          right: 'invoice-application.issue',
          run: (rows) => send(rows, false),
        },
        {
          key: 'again',
          label: t('application.exportAgain'),
          right: 'invoice-application.issue',
          run: (rows) => send(rows, true),
        },
      ]}
      empty={{ title: t('application.none'), text: t('application.noneText') }}
    />
  );
}

/** The register of invoices, red ones among them. */
export function InvoiceList() {
  const { t } = useTranslation('invoicing');
  return (
    <ListPage
      list="sales-invoices"
      create={{ to: '/invoice-applications/new', label: t('invoice.new'), right: 'sales-invoice.create' }}
      views={[
        { key: 'drafts', label: t('invoice.toIssue'), filter: ['state', 'in', ['DRAFT']] },
        { key: 'red', label: t('invoice.reds'), filter: ['red', '=', true] },
      ]}
      empty={{ title: t('invoice.none'), text: t('invoice.noneText') }}
    />
  );
}

/** What left and is on no invoice: chosen rows are applied for together. */
export function UninvoicedList() {
  const { t } = useTranslation('invoicing');
  const { message } = App.useApp();
  const navigate = useNavigate();
  return (
    <ListPage
      list="uninvoiced-lines"
      href={(row) => `/deliveries/${(row['delivery'] as Ref | null)?.id ?? ''}`}
      bulk={[
        {
          key: 'apply',
          label: t('application.apply'),
          right: 'invoice-application.create',
          run: async (rows) => {
            const customers = new Set(rows.map((row) => (row['party'] as Ref | null)?.id));
            if (customers.size > 1) {
              void message.warning(t('application.oneCustomer'));
              return;
            }
            await navigate({
              to: '/invoice-applications/new',
              search: { line: rows.map((row) => row.id).join(',') } as never,
            });
          },
        },
      ]}
      also={['party', 'delivery']}
      actions={<Settings />}
      empty={{ title: t('uninvoiced.none'), text: t('uninvoiced.noneText') }}
    />
  );
}

/** How the company invoices: since when, before the goods leave or after, and what an invoice may say beside the orders' prices. */
function Settings() {
  const { t } = useTranslation('invoicing');
  const may = useCan();
  const [open, setOpen] = useState(false);
  const query = useQuery({ queryKey: ['uninvoiced-lines', 'settings'], queryFn: () => get('/invoicing/settings') });
  if (!query.data || !may('sales-invoice.settings')) return null;
  return (
    <>
      <Button
        onClick={() => {
          setOpen(true);
        }}
      >
        {query.data.since ? t('settings.from', { day: query.data.since }) : t('settings.title')}
      </Button>
      {open && (
        <SettingsForm
          settings={query.data}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

function SettingsForm({
  settings,
  onClose,
}: {
  settings: { since?: string | null; beforeDelivery: boolean; tolerance: Decimal; secondAbove?: Decimal | null };
  onClose: () => void;
}) {
  const { t } = useTranslation('invoicing');
  const currency = useMe().company.baseCurrency;
  const queries = useQueryClient();
  const form = useForm(
    {
      since: settings.since ?? null,
      beforeDelivery: settings.beforeDelivery,
      tolerance: settings.tolerance as Decimal | null,
      secondAbove: settings.secondAbove ?? null,
    },
    async (values) => {
      await put('/invoicing/settings', { ...values, tolerance: values.tolerance ?? '0' });
      await queries.invalidateQueries({ queryKey: ['uninvoiced-lines'] });
    },
  );
  return (
    <FormDrawer open title={t('settings.title')} action={t('settings.save')} form={form} onClose={onClose}>
      <Fields columns={1}>
        <Field label={t('settings.day')} form={form} name="since" help={t('settings.dayText')}>
          <DateInput {...form.bind('since')} />
        </Field>
        <Field label={t('settings.tolerance')} form={form} name="tolerance" help={t('settings.toleranceText')}>
          <FigureInput {...form.bind('tolerance')} currency={currency} />
        </Field>
        <Field label={t('settings.secondAbove')} form={form} name="secondAbove" help={t('settings.secondAboveText')}>
          <FigureInput {...form.bind('secondAbove')} currency={currency} />
        </Field>
      </Fields>
      <Checkbox
        checked={form.values.beforeDelivery}
        onChange={(event) => {
          form.set({ beforeDelivery: event.target.checked });
        }}
      >
        {t('settings.beforeDelivery')}
      </Checkbox>
      <div className="oa-mute oa-small">{t('settings.beforeDeliveryText')}</div>
    </FormDrawer>
  );
}

/** What is invoiced and has not left. */
export function AheadList() {
  const { t } = useTranslation('invoicing');
  return (
    <ListPage
      list="invoiced-ahead"
      href={(row) => `/sales-orders/${(row['order'] as Ref | null)?.id ?? ''}`}
      empty={{ title: t('ahead.none'), text: t('ahead.noneText') }}
    />
  );
}
