import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post } from '../lib/api';
import { useMe } from '../lib/session';
import { Money } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { DateInput } from '../ui/inputs';
import { ListPage } from '../ui/ListPage';
import { SimpleRecords } from '../ui/SimpleRecords';

/** What currencies are worth, day by day. */
export function ExchangeRates() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  return (
    <SimpleRecords
      list="exchange-rates"
      kind="exchange-rate"
      fields={[
        { name: 'currency', label: t('cash.currency'), must: true },
        { name: 'day', label: t('field.date'), type: 'date', must: true },
        {
          name: 'rate',
          label: t('rate.rate'),
          type: 'amount',
          must: true,
          help: t('rate.rateHelp', { currency: me.company.baseCurrency }),
        },
        { name: 'source', label: t('rate.source') },
      ]}
      texts={{
        create: t('rate.new'),
        save: t('rate.save'),
        empty: { title: t('rate.none'), text: t('rate.noneText') },
      }}
    />
  );
}

/** Open items in other currencies at the rate of the end of a period. */
export function Revaluations() {
  const { t } = useTranslation('receivables');
  const [open, setOpen] = useState(false);
  return (
    <>
      <ListPage
        list="revaluations"
        href={null}
        create={{
          label: t('revaluation.new'),
          right: 'revaluation.create',
          onClick: () => {
            setOpen(true);
          },
        }}
        empty={{ title: t('revaluation.none'), text: t('revaluation.noneText') }}
      />
      {open && (
        <Revalue
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

function Revalue({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<string | null>(null);
  const form = useForm<{ date: string | null }>({ date: me.today }, async ({ date }, key) => {
    await post('/revaluations', { date }, { key });
    void message.success(t('revaluation.done'));
    for (const list of ['revaluations', 'ledger', 'ageing']) await queries.invalidateQueries({ queryKey: [list] });
  });
  const preview = useQuery({
    queryKey: ['revaluations', 'preview', asked],
    queryFn: () => get('/revaluations/preview', { date: asked }),
    enabled: asked !== null,
    retry: false,
  });
  const base = me.company.baseCurrency;
  return (
    <FormDrawer open title={t('revaluation.new')} action={t('revaluation.save')} form={form} onClose={onClose}>
      <p className="oa-soft">{t('revaluation.noneText')}</p>
      <Fields columns={1}>
        <Field label={t('revaluation.date')} form={form} name="date" must>
          <DateInput {...form.bind('date')} />
        </Field>
      </Fields>
      <Button
        loading={preview.isFetching}
        onClick={() => {
          setAsked(form.values.date);
        }}
      >
        {t('revaluation.preview')}
      </Button>
      {preview.isError && <Failure error={preview.error} />}
      {preview.data && (
        <DataTable
          compact
          rows={preview.data.differences}
          rowKey={(d) => `${d.party} ${d.currency} ${d.date} ${d.due}`}
          foot
          caption={t('revaluation.preview')}
          empty={<span className="oa-mute">{t('revaluation.nothing')}</span>}
          columns={[
            { key: 'name', title: t('field.customer'), render: (d) => d.name, foot: t('receipt.sum') },
            {
              key: 'open',
              title: t('field.open'),
              numeric: true,
              render: (d) => <Money value={d.open} currency={d.currency} />,
            },
            {
              key: 'booked',
              title: t('revaluation.booked'),
              numeric: true,
              render: (d) => <Money value={d.booked} currency={base} />,
            },
            {
              key: 'worth',
              title: t('revaluation.worth'),
              numeric: true,
              render: (d) => <Money value={d.worth} currency={base} />,
              foot: <Money value={preview.data.sum} currency={base} />,
            },
          ]}
        />
      )}
    </FormDrawer>
  );
}
