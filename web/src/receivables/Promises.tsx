import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, type Schema } from '../lib/api';
import { plusDays } from '../lib/dates';
import { type Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import type { Tone } from '../lib/types';
import { Money, StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import { Card, Mute } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import { PartyPicker, type Picked } from '../ui/Picker';
import { problemText } from '../ui/problems';
import { ReasonDialog } from './ReasonDialog';

type Promised = Schema<'receivables.Promises.Promise'>;

const TONES: Record<string, Tone> = { OPEN: 'blue', KEPT: 'green', PARTLY: 'orange', BROKEN: 'red', WITHDRAWN: 'grey' };

/** What customers promised to pay by when, and what came of it. */
export function PromiseList() {
  const { t } = useTranslation('receivables');
  return (
    <ListPage
      list="payment-promises"
      figure="amount"
      href={(row) => {
        const party = row['party'] as { id?: string } | null;
        return party?.id ? `/customers/${party.id}` : null;
      }}
      create={{
        label: t('promise.new'),
        right: 'payment-promise.create',
        drawer: (close) => <PromiseEditor onClose={close} />,
      }}
      views={[
        { key: 'open', label: t('promise.open'), filter: ['state', 'in', ['OPEN']], sort: 'due' },
        { key: 'broken', label: t('promise.broken'), filter: ['state', 'in', ['PARTLY', 'BROKEN']] },
      ]}
      empty={{ title: t('promise.none'), text: t('promise.noneText') }}
    />
  );
}

/** Notes a promise: of a customer, or about one item. */
export function PromiseEditor({
  customer,
  item,
  onClose,
}: {
  customer?: Picked;
  /** The item it is about, with what is open of it. */
  item?: { id: string; number: string; open: Decimal };
  onClose: () => void;
}) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const currency = me.company.baseCurrency;
  const form = useForm(
    {
      customer: customer ?? (null as Picked | null),
      amount: (item?.open ?? null) as Decimal | null,
      due: plusDays(me.today, 7) as string | null,
      madeOn: me.today as string | null,
      saidBy: '',
      note: '',
    },
    async (values, key) => {
      await post(
        '/payment-promises',
        {
          customer: values.customer?.id ?? null,
          amount: values.amount,
          due: values.due,
          madeOn: values.madeOn,
          items: item ? [item.id] : [],
          saidBy: values.saidBy.trim() || null,
          note: values.note.trim() || null,
        },
        { key },
      );
      void message.success(t('promise.noted'));
      await queries.invalidateQueries({ queryKey: ['payment-promises'] });
      await queries.invalidateQueries({ queryKey: ['credit'] });
    },
  );
  return (
    <FormDrawer open title={t('promise.new')} action={t('promise.new')} form={form} onClose={onClose}>
      {item && <div>{t('promise.about', { number: item.number })}</div>}
      <Fields columns={1}>
        {!customer && (
          <Field label={t('promise.customer')} form={form} name="customer" must>
            <PartyPicker {...form.bind('customer')} />
          </Field>
        )}
        <Field label={t('promise.amount')} form={form} name="amount" must>
          <FigureInput {...form.bind('amount')} currency={currency} suffix={currency} />
        </Field>
        <Field label={t('promise.due')} form={form} name="due" must>
          <DateInput {...form.bind('due')} />
        </Field>
        <Field label={t('promise.madeOn')} form={form} name="madeOn">
          <DateInput {...form.bind('madeOn')} />
        </Field>
        <TextField form={form} name="saidBy" label={t('promise.saidBy')} />
        <TextField form={form} name="note" label={t('promise.note')} area />
      </Fields>
      <Mute>{t('promise.what')}</Mute>
    </FormDrawer>
  );
}

/** The promises of a customer, with what came in for each. */
export function CustomerPromises({ customer }: { customer: Picked }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [making, setMaking] = useState(false);
  const [taking, setTaking] = useState<Promised | null>(null);
  const shown = may('payment-promise.view');
  const query = useQuery({
    queryKey: ['payment-promises', 'of', customer.id],
    enabled: shown,
    queryFn: () => get(`/customers/${customer.id}/payment-promises`),
  });
  const promises = query.data?.promises ?? [];
  if (!shown || !query.data || (promises.length === 0 && !may('payment-promise.create'))) return null;
  const currency = me.company.baseCurrency;
  return (
    <Card
      title={t('promise.title')}
      extra={
        may('payment-promise.create') && (
          <Button
            size="small"
            onClick={() => {
              setMaking(true);
            }}
          >
            {t('promise.new')}
          </Button>
        )
      }
    >
      {promises.length === 0 ? (
        <Mute>{t('promise.none')}</Mute>
      ) : (
        <DataTable<Promised>
          compact
          caption={t('promise.title')}
          rows={promises}
          rowKey={(promise) => promise.id}
          columns={[
            { key: 'due', title: t('promise.due'), render: (promise) => promise.due },
            {
              key: 'amount',
              title: t('promise.amount'),
              numeric: true,
              render: (promise) => <Money value={promise.amount} currency={currency} />,
            },
            {
              key: 'received',
              title: t('promise.received'),
              numeric: true,
              render: (promise) => <Money value={promise.received} currency={currency} />,
            },
            {
              key: 'state',
              title: t('promise.state'),
              render: (promise) => (
                <StateTag kind="payment-promise" state={promise.state} tone={TONES[promise.state] ?? 'grey'} />
              ),
            },
            {
              key: 'note',
              title: t('promise.note'),
              render: (promise) =>
                [
                  promise.saidBy,
                  promise.note,
                  promise.withdrawnWhy,
                  promise.items.length > 0 ? t('promise.forItems') : '',
                ]
                  .filter(Boolean)
                  .join(' · '),
            },
            {
              key: 'withdraw',
              title: '',
              render: (promise) =>
                promise.state !== 'WITHDRAWN' &&
                may('payment-promise.withdraw') && (
                  <Button
                    size="small"
                    type="text"
                    onClick={() => {
                      setTaking(promise);
                    }}
                  >
                    {t('promise.withdraw')}
                  </Button>
                ),
            },
          ]}
        />
      )}
      {making && (
        <PromiseEditor
          customer={customer}
          onClose={() => {
            setMaking(false);
          }}
        />
      )}
      <ReasonDialog
        open={taking !== null}
        title={t('promise.withdrawTitle')}
        action={t('promise.withdraw')}
        onClose={() => {
          setTaking(null);
        }}
        onReason={(reason) => {
          if (!taking) return;
          post(`/payment-promises/${taking.id}/withdrawal`, { reason }).then(
            () => queries.invalidateQueries({ queryKey: ['payment-promises'] }),
            (error: unknown) => void message.error(problemText(error)),
          );
        }}
      />
    </Card>
  );
}
