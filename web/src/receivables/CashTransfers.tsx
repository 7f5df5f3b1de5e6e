import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, send } from '../lib/api';
import { big, formatMoney, type Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Facts } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import { problemText } from '../ui/problems';
import { useCashAccounts } from './cash';
import { ReasonDialog } from './ReasonDialog';

/** Money moved between own accounts. */
export function CashTransfers() {
  const { t } = useTranslation('receivables');
  const [shown, setShown] = useState<string | null>(null);
  return (
    <>
      <ListPage
        list="cash-transfers"
        href={null}
        onRow={(row) => {
          setShown(row.id);
        }}
        create={{
          label: t('transfer.new'),
          right: 'cash-transfer.create',
          drawer: (close) => <NewTransfer onClose={close} />,
        }}
        empty={{ title: t('transfer.none'), text: t('transfer.noneText') }}
      />
      {shown && (
        <Shown
          id={shown}
          onClose={() => {
            setShown(null);
          }}
        />
      )}
    </>
  );
}

function NewTransfer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const base = me.company.baseCurrency;
  const queries = useQueryClient();
  const accounts = useCashAccounts();
  const form = useForm<{
    from: string | null;
    to: string | null;
    date: string | null;
    out: Decimal | null;
    in: Decimal | null;
    fee: Decimal | null;
    note: string;
  }>({ from: null, to: null, date: me.today, out: null, in: null, fee: null, note: '' }, async (values, key) => {
    await post('/cash-transfers', { ...values, note: values.note.trim() || null }, { key });
    for (const list of ['cash-transfers', 'cash-accounts']) await queries.invalidateQueries({ queryKey: [list] });
  });
  const of = (id: string | null) => accounts.find((account) => account.value === id)?.currency ?? base;
  const plain = of(form.values.from) === base && of(form.values.to) === base;
  return (
    <FormDrawer open title={t('transfer.new')} action={t('transfer.save')} form={form} onClose={onClose}>
      <Fields columns={1}>
        <Field label={t('transfer.from')} form={form} name="from" must>
          <ChoiceInput {...form.bind('from')} options={accounts} />
        </Field>
        <Field label={t('transfer.to')} form={form} name="to" must>
          <ChoiceInput {...form.bind('to')} options={accounts} />
        </Field>
        <Field label={t('field.date')} form={form} name="date" must>
          <DateInput {...form.bind('date')} />
        </Field>
        <Field label={t('transfer.out')} form={form} name="out" must>
          <FigureInput {...form.bind('out')} currency={of(form.values.from)} />
        </Field>
        {!plain && (
          <Field label={t('transfer.in')} form={form} name="in" must>
            <FigureInput {...form.bind('in')} currency={of(form.values.to)} />
          </Field>
        )}
        <Field label={t('field.fee')} form={form} name="fee">
          <FigureInput {...form.bind('fee')} currency={base} />
        </Field>
        <TextField form={form} name="note" label={t('field.note')} />
      </Fields>
    </FormDrawer>
  );
}

function Shown({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [reversing, setReversing] = useState(false);
  const record = useQuery({ queryKey: ['cash-transfers', id], queryFn: () => get(`/cash-transfers/${id}`) });
  const reverse = useMutation({
    mutationFn: (reason: string) =>
      send('POST', `/cash-transfers/${id}/reversal`, {
        body: { reason },
        key: newKey(),
        version: record.data ? String(record.data.version) : null,
      }),
    onSuccess: async () => {
      for (const list of ['cash-transfers', 'cash-accounts']) await queries.invalidateQueries({ queryKey: [list] });
      onClose();
    },
    onError: (error) => {
      void message.error(problemText(error));
    },
  });
  const r = record.data;
  return (
    <Drawer open size={480} title={r?.number} onClose={onClose}>
      {record.isError && <Failure error={record.error} />}
      {r && (
        <div className="oa-stack">
          <Facts
            facts={[
              { label: t('field.date'), value: r.date },
              { label: t('transfer.from'), value: `${r.fromName} ${r.out}` },
              { label: t('transfer.to'), value: `${r.toName} ${r.in}` },
              {
                label: t('field.fee'),
                value: big(r.fee).eq(0) ? null : formatMoney(r.fee, me.company.baseCurrency),
              },
              { label: t('field.note'), value: r.note },
            ]}
          />
          {r.state === 'POSTED' && may('cash-transfer.reverse') && (
            <Button
              danger
              loading={reverse.isPending}
              onClick={() => {
                setReversing(true);
              }}
            >
              {t('opening.reverse')}
            </Button>
          )}
          <ReasonDialog
            open={reversing}
            title={t('opening.reverseTitle', { number: r.number })}
            action={t('opening.reverse')}
            onClose={() => {
              setReversing(false);
            }}
            onReason={(reason) => {
              reverse.mutate(reason);
            }}
          />
        </div>
      )}
    </Drawer>
  );
}
