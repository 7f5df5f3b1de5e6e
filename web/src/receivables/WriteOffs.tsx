import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { formatMoney, isZero, sum, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useMe } from '../lib/session';
import type { Tone } from '../lib/types';
import { Money, StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves, Sums } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { FigureInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';
import { Link, RecordLink } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { Withdrawing } from './PaymentPlans';

const TONES: Record<string, Tone> = { SUBMITTED: 'orange', APPLIED: 'green', CANCELLED: 'grey' };

export function WriteOffList() {
  const { t } = useTranslation('receivables');
  return (
    <ListPage
      list="write-offs"
      views={[{ key: 'waiting', label: t('lost.waiting'), filter: ['state', 'in', ['SUBMITTED']] }]}
      empty={{ title: t('lost.none'), text: t('lost.noneText') }}
    />
  );
}

/** A write-off: what was lost of which items, and what came back of it. */
export function WriteOffPage() {
  const { t } = useTranslation('receivables');
  const id = useIdParam();
  const me = useMe();
  const record = useRecord('write-offs', id);
  const [asking, setAsking] = useState<'cancel' | 'recover' | null>(null);
  const moves = useMoves('write-offs', id, record.data?.version, {
    touches: ['open-items'],
  });
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const { data: w, version } = record.data;
  const currency = me.company.baseCurrency;
  const tone = TONES[w.state] ?? 'grey';
  const close = () => {
    setAsking(null);
  };
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{
          id,
          kind: 'write-off',
          number: w.number,
          state: w.state,
          tone,
          date: w.date,
          total: w.amount,
          currency,
        }}
        title={w.number}
        tags={<StateTag kind="write-off" state={w.state} tone={tone} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={w.party ?? null}>
              {w.name}
            </RecordLink>
            <span>{w.reason}</span>
          </Line>
        }
        moves={joinMoves(
          w.moves,
          [
            {
              name: 'apply',
              label: t('lost.apply'),
              primary: true,
              confirm: { title: t('lost.applyTitle', { number: w.number }), content: t('lost.applyText') },
              run: () => {
                moves.run({ path: 'application' });
              },
            },
            {
              name: 'recover',
              label: t('lost.recover'),
              run: () => {
                setAsking('recover');
              },
            },
            {
              name: 'cancel',
              label: t('lost.cancel'),
              danger: true,
              run: () => {
                setAsking('cancel');
              },
            },
          ],
          moves.running === 'application' ? 'apply' : null,
        )}
      >
        <Card title={t('lost.items')}>
          <DataTable
            caption={t('lost.items')}
            rows={w.items}
            rowKey={(item) => item.item}
            columns={[
              {
                key: 'number',
                title: t('field.number'),
                render: (item) => <Link to={`/open-items/${item.item}`}>{item.number}</Link>,
              },
              {
                key: 'amount',
                title: t('lost.amount'),
                numeric: true,
                render: (item) => <Money value={item.amount} currency={currency} />,
              },
            ]}
          />
          <Sums
            sums={[
              ...(isZero(w.recovered)
                ? []
                : [{ label: t('lost.recovered'), value: formatMoney(w.recovered, currency) }]),
              { label: t('receipt.sum'), value: formatMoney(w.amount, currency), big: true },
            ]}
          />
        </Card>
      </DocumentPage>
      {asking === 'cancel' && (
        <Withdrawing list="write-offs" title={t('lost.cancel')} id={id} version={version} onClose={close} />
      )}
      {asking === 'recover' && <Recovering id={id} version={version} onClose={close} />}
    </>
  );
}

function Recovering({ id, version, onClose }: { id: string; version: string | null; onClose: () => void }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const queries = useQueryClient();
  const form = useForm({ amount: null as Decimal | null, reason: '' }, async (values, key) => {
    await post(`/write-offs/${id}/recovery`, { amount: values.amount, reason: values.reason.trim() }, { key, version });
    await queries.invalidateQueries({ queryKey: ['write-offs'] });
    await queries.invalidateQueries({ queryKey: ['open-items'] });
  });
  return (
    <FormDrawer open title={t('lost.recover')} action={t('lost.recover')} form={form} onClose={onClose}>
      <div className="oa-soft">{t('lost.recoverText')}</div>
      <Fields columns={1}>
        <Field label={t('lost.amount')} form={form} name="amount" must>
          <FigureInput {...form.bind('amount')} currency={me.company.baseCurrency} />
        </Field>
        <TextField form={form} name="reason" label={t('item.why')} must area />
      </Fields>
    </FormDrawer>
  );
}

interface Lost {
  id: string;
  number: string;
  open: Decimal;
}

/** Writes items off, each wholly or in part. */
export function WriteOffEditor({
  party,
  items,
  onClose,
  onMade,
}: {
  party: string;
  items: readonly Lost[];
  onClose: () => void;
  onMade: (writeOff: string) => void;
}) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const queries = useQueryClient();
  const currency = me.company.baseCurrency;
  const [start] = useState(() => ({ amounts: items.map((item): Decimal | null => item.open), reason: '' }));
  const form = useForm(start, async (values, key) => {
    const made = await post(
      '/write-offs',
      {
        party,
        items: items.map((item, index) => ({ item: item.id, amount: values.amounts[index] ?? null })),
        reason: values.reason.trim(),
      },
      { key },
    );
    await queries.invalidateQueries({ queryKey: ['write-offs'] });
    onMade(made.id);
  });
  const { amounts } = form.values;
  return (
    <FormDrawer open title={t('lost.new')} action={t('lost.submit')} form={form} onClose={onClose}>
      <div className="oa-soft">{t('lost.what', { amount: formatMoney(sum(amounts), currency) })}</div>
      <Fields columns={1}>
        {items.map((item, index) => (
          <Field key={item.id} label={item.number} form={form} name={`items[${String(index)}].amount`}>
            <FigureInput
              aria-label={item.number}
              value={amounts[index] ?? null}
              onChange={(amount) => {
                form.set({ amounts: amounts.map((old, at) => (at === index ? amount : old)) });
              }}
              currency={currency}
            />
          </Field>
        ))}
        <TextField form={form} name="reason" label={t('item.why')} must area />
      </Fields>
    </FormDrawer>
  );
}

/** Opens the editor for rows of the list of open items. */
export function useWriteOffFor() {
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<{ party: string; items: Lost[] } | null>(null);
  return {
    choose: setChosen,
    editor: chosen && (
      <WriteOffEditor
        party={chosen.party}
        items={chosen.items}
        onClose={() => {
          setChosen(null);
        }}
        onMade={(made) => void navigate({ to: `/write-offs/${made}` })}
      />
    ),
  };
}
