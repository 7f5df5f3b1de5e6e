import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { capitals, formatMoney, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useMe } from '../lib/session';
import { StateTag } from '../ui/cells';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Facts, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { useCashAccounts } from './cash';
import { ReasonDialog } from './ReasonDialog';
import type { Receipt } from './types';

/** Money that went back to customers. */
export function RefundList() {
  const { t } = useTranslation('receivables');
  return (
    <ListPage
      list="refunds"
      views={[{ key: 'toConfirm', label: t('receipt.toConfirm'), filter: ['state', 'in', ['DRAFT']] }]}
      empty={{ title: t('refund.none'), text: t('refund.noneText') }}
    />
  );
}

/** What a refund is of: the free money of a receipt, or a credit note. */
export interface RefundOf {
  receipt: string | null;
  item: string | null;
  amount: Decimal;
  currency: string;
  cashAccount: string | null;
  payee: string;
}

export function refundOfReceipt(receipt: Receipt): RefundOf {
  return {
    receipt: receipt.id,
    item: null,
    amount: receipt.unapplied,
    currency: receipt.currency,
    cashAccount: receipt.cashAccount?.id ?? null,
    payee: receipt.payer,
  };
}

/** Enters a refund of what is free of a receipt, or pays out a credit note. */
export function NewRefund({ of, open, onClose }: { of: RefundOf; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const accounts = useCashAccounts(open);
  const kept = 'kept';
  const form = useForm<{
    amount: Decimal | null;
    date: string | null;
    cashAccount: string | null;
    payee: string;
    reference: string;
    reason: string;
  }>(
    {
      amount: of.amount,
      date: me.today,
      cashAccount: of.cashAccount,
      payee: of.payee,
      reference: '',
      reason: '',
    },
    async (values, key) => {
      const saved = await post(
        '/refunds',
        {
          ...values,
          receipt: of.receipt,
          item: of.item,
          cashAccount: values.cashAccount === kept ? null : values.cashAccount,
        },
        { key },
      );
      await queries.invalidateQueries({ queryKey: ['refunds'] });
      void navigate({ to: `/refunds/${saved.id}` });
    },
  );
  const options = [
    ...accounts.filter((account) => account.currency === of.currency),
    { value: kept, label: t('refund.kept') },
  ];
  return (
    <FormDrawer open={open} title={t('refund.new')} action={t('refund.save')} form={form} onClose={onClose}>
      <Fields columns={1}>
        <Field label={t('field.amount')} form={form} name="amount" must>
          <FigureInput {...form.bind('amount')} currency={of.currency} />
        </Field>
        <Field label={t('field.date')} form={form} name="date" must>
          <DateInput {...form.bind('date')} />
        </Field>
        <Field label={t('refund.from')} form={form} name="cashAccount" must>
          <ChoiceInput {...form.bind('cashAccount')} options={options} />
        </Field>
        <TextField form={form} name="payee" label={t('refund.payee')} />
        <TextField form={form} name="reference" label={t('field.reference')} />
        <TextField form={form} name="reason" label={t('receipt.reason')} must />
      </Fields>
    </FormDrawer>
  );
}

/** A refund: confirmed by a second person, reversed when it came back. */
export function RefundPage() {
  const { t } = useTranslation('receivables');
  const id = useIdParam();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [reversing, setReversing] = useState(false);
  const record = useRecord('refunds', id);
  const moves = useMoves('refunds', id, record.data?.version, {
    onDone: (_, step) => {
      for (const key of ['receipts', 'open-items', 'credit']) void queries.invalidateQueries({ queryKey: [key] });
      if (step.path === '') void navigate({ to: '/refunds' });
    },
  });
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const r = record.data.data;
  const said = r.moves
    .filter((move) => move.allowed || move.reason !== 'wrong-state')
    .map((move) => ({
      ...move,
      reason: move.reason ? t(`not.${move.reason}`, { defaultValue: t('not.forbidden') }) : null,
    }));
  const running: Record<string, string> = { confirmation: 'confirm', reversal: 'reverse', '': 'delete' };
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{
          id,
          kind: 'refund',
          number: r.number,
          state: r.state,
          date: r.date,
          total: r.amount,
          currency: r.currency,
        }}
        title={r.number}
        tags={<StateTag kind="refund" state={r.state} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={r.party.id}>
              {r.party.name}
            </RecordLink>
            <span>{r.date}</span>
          </Line>
        }
        moves={joinMoves(
          said,
          [
            {
              name: 'confirm',
              label: t('refund.confirm'),
              primary: true,
              confirm: {
                title: t('refund.confirmTitle', { amount: formatMoney(r.amount, r.currency) }),
                content: t('refund.confirmText', { name: r.payee || r.party.name }),
              },
              run: () => {
                moves.run({ path: 'confirmation' });
              },
            },
            {
              name: 'reverse',
              label: t('refund.reverse'),
              danger: true,
              rare: true,
              run: () => {
                setReversing(true);
              },
            },
            {
              name: 'delete',
              label: t('receipt.delete'),
              danger: true,
              rare: true,
              confirm: { title: t('receipt.deleteTitle', { number: r.number }) },
              run: () => {
                moves.run({ path: '', method: 'DELETE' });
              },
            },
          ],
          running[moves.running ?? '-'] ?? null,
        )}
        facts={
          <Facts
            facts={[
              {
                label: t('field.amount'),
                value: <span className="oa-figure">{formatMoney(r.amount, r.currency)}</span>,
              },
              r.receipt && {
                label: t('refund.of'),
                value: (
                  <RecordLink kind="receipt" id={r.receipt.id}>
                    {r.receipt.name}
                  </RecordLink>
                ),
              },
              r.item && {
                label: t('refund.ofNote'),
                value: (
                  <RecordLink kind="open-item" id={r.item.id}>
                    {r.item.name}
                  </RecordLink>
                ),
              },
              { label: t('refund.from'), value: r.cashAccount ? r.cashAccount.name : t('refund.kept') },
              { label: t('refund.payee'), value: r.payee },
              { label: t('field.reference'), value: r.reference },
              { label: t('receipt.reason'), value: r.reason },
              r.currency === 'CNY' && { label: t('receipt.capitals'), value: capitals(r.amount) },
            ]}
          />
        }
      />
      <ReasonDialog
        open={reversing}
        title={t('refund.reverseTitle', { number: r.number })}
        action={t('refund.reverse')}
        onClose={() => {
          setReversing(false);
        }}
        onReason={(reason) => {
          moves.run({ path: 'reversal', body: { reason } });
        }}
      />
    </>
  );
}
