import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { big, formatMoney, sum, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useMe } from '../lib/session';
import type { Tone } from '../lib/types';
import { Money, StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves, Sums } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import { Card, Line, Mute } from '../ui/layout';
import { Link, RecordLink } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { problemText } from '../ui/problems';

const TONES: Record<string, Tone> = { SUBMITTED: 'orange', APPLIED: 'green', CANCELLED: 'grey' };

export function PaymentPlanList() {
  const { t } = useTranslation('receivables');
  return (
    <ListPage
      list="payment-plans"
      views={[{ key: 'waiting', label: t('plan.waiting'), filter: ['state', 'in', ['SUBMITTED']] }]}
      empty={{ title: t('plan.none'), text: t('plan.noneText') }}
    />
  );
}

/** A plan: what was open, and on which days it is to be paid instead. */
export function PaymentPlanPage() {
  const { t } = useTranslation('receivables');
  const id = useIdParam();
  const me = useMe();
  const record = useRecord('payment-plans', id);
  const [cancelling, setCancelling] = useState(false);
  const moves = useMoves('payment-plans', id, record.data?.version, {
    touches: ['open-items'],
  });
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const p = record.data.data;
  const currency = me.company.baseCurrency;
  const tone = TONES[p.state] ?? 'grey';
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{
          id,
          kind: 'payment-plan',
          number: p.number,
          state: p.state,
          tone,
          date: p.date,
          total: p.amount,
          currency,
        }}
        title={p.number}
        tags={<StateTag kind="payment-plan" state={p.state} tone={tone} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={p.party ?? null}>
              {p.name}
            </RecordLink>
            <span>{p.reason}</span>
          </Line>
        }
        moves={joinMoves(
          p.moves,
          [
            {
              name: 'apply',
              label: t('plan.apply'),
              primary: true,
              confirm: { title: t('plan.applyTitle', { number: p.number }), content: t('plan.applyText') },
              run: () => {
                moves.run({ path: 'application' });
              },
            },
            {
              name: 'cancel',
              label: t('plan.cancel'),
              danger: true,
              run: () => {
                setCancelling(true);
              },
            },
          ],
          moves.running === 'application' ? 'apply' : null,
        )}
      >
        <Card title={t('plan.items')}>
          <DataTable
            caption={t('plan.items')}
            rows={p.items}
            rowKey={(item) => item.item}
            columns={[
              {
                key: 'number',
                title: t('field.number'),
                render: (item) => <Link to={`/open-items/${item.item}`}>{item.number}</Link>,
              },
              { key: 'due', title: t('field.due'), render: (item) => item.due },
              {
                key: 'open',
                title: t('field.open'),
                numeric: true,
                render: (item) => <Money value={item.open} currency={currency} />,
              },
            ]}
          />
        </Card>
        <Card title={t('plan.parts')}>
          <DataTable
            caption={t('plan.parts')}
            rows={p.parts}
            rowKey={(part) => part.due + part.amount}
            columns={[
              { key: 'due', title: t('field.due'), render: (part) => part.due },
              {
                key: 'amount',
                title: t('field.amount'),
                numeric: true,
                render: (part) => <Money value={part.amount} currency={currency} />,
              },
            ]}
          />
          <Sums sums={[{ label: t('receipt.sum'), value: formatMoney(p.amount, currency), big: true }]} />
        </Card>
      </DocumentPage>
      {cancelling && (
        <Withdrawing
          list="payment-plans"
          title={t('plan.cancel')}
          id={id}
          version={record.data.version}
          onClose={() => {
            setCancelling(false);
          }}
        />
      )}
    </>
  );
}

/** Takes a document back that has not taken effect, with the reason. */
export function Withdrawing({
  list,
  title,
  id,
  version,
  onClose,
}: {
  list: 'payment-plans' | 'write-offs';
  title: string;
  id: string;
  version: string | null;
  onClose: () => void;
}) {
  const { t } = useTranslation('receivables');
  const queries = useQueryClient();
  const form = useForm({ reason: '' }, async (values, key) => {
    await post(`/${list}/${id}/cancellation`, { reason: values.reason.trim() }, { key, version });
    await queries.invalidateQueries({ queryKey: [list] });
  });
  return (
    <FormDrawer open title={title} action={title} danger form={form} onClose={onClose}>
      <Fields columns={1}>
        <TextField form={form} name="reason" label={t('item.why')} area autoFocus />
      </Fields>
    </FormDrawer>
  );
}

interface PartForm {
  key: number;
  due: string | null;
  amount: Decimal | null;
}

let keys = 0;

/** Divides what is open into parts: by number or by amount, and then as one likes. */
export function PlanEditor({
  party,
  items,
  onClose,
  onMade,
}: {
  party: string;
  items: readonly { id: string; open: Decimal }[];
  onClose: () => void;
  onMade: (plan: string) => void;
}) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const currency = me.company.baseCurrency;
  const total = sum(items.map((item) => item.open)).toString();
  const part = (due: string | null, amount: Decimal | null): PartForm => ({ key: ++keys, due, amount });
  const [count, setCount] = useState<Decimal | null>('3');
  const [months, setMonths] = useState<Decimal | null>('1');
  const [from, setFrom] = useState<string | null>(me.today);
  const [start] = useState(() => ({ parts: [part(null, total)], reason: '' }));
  const form = useForm(start, async (values, key) => {
    const made = await post(
      '/payment-plans',
      {
        party,
        items: items.map((item) => item.id),
        parts: values.parts.map(({ due, amount }) => ({ due, amount })),
        reason: values.reason.trim(),
      },
      { key },
    );
    await queries.invalidateQueries({ queryKey: ['payment-plans'] });
    await queries.invalidateQueries({ queryKey: ['open-items'] });
    onMade(made.id);
  });
  const { parts } = form.values;
  const divide = async () => {
    try {
      const divided = await post('/payment-plans/divisions', {
        total,
        parts: Number(count ?? 1),
        everyMonths: Number(months ?? 1),
        start: from ?? me.today,
      });
      form.set({ parts: divided.parts.map((p) => part(p.due, p.amount)) });
    } catch (error) {
      void message.error(problemText(error));
    }
  };
  const change = (key: number, next: Partial<PartForm>) => {
    form.set({ parts: parts.map((p) => (p.key === key ? { ...p, ...next } : p)) });
  };
  const left = big(total).minus(sum(parts.map((p) => p.amount)));
  return (
    <FormDrawer open title={t('plan.new')} action={t('plan.submit')} form={form} width={560} onClose={onClose}>
      <div className="oa-soft">{t('plan.what', { amount: formatMoney(total, currency) })}</div>
      <Card title={t('plan.divide')}>
        <Fields columns={3}>
          <Field label={t('plan.count')}>
            <FigureInput aria-label={t('plan.count')} value={count} onChange={setCount} kind="quantity" />
          </Field>
          <Field label={t('plan.everyMonths')}>
            <FigureInput aria-label={t('plan.everyMonths')} value={months} onChange={setMonths} kind="quantity" />
          </Field>
          <Field label={t('plan.from')}>
            <DateInput aria-label={t('plan.from')} value={from} onChange={setFrom} />
          </Field>
        </Fields>
        <Button onClick={() => void divide()}>{t('plan.divide')}</Button>
      </Card>
      <Card
        title={t('plan.parts')}
        extra={
          <Button
            size="small"
            onClick={() => {
              form.set({ parts: [...parts, part(null, left.toString())] });
            }}
          >
            {t('plan.add')}
          </Button>
        }
      >
        {parts.map((p, index) => (
          <Line key={p.key} tight>
            <DateInput
              aria-label={t('plan.dueOf', { number: index + 1 })}
              value={p.due}
              onChange={(due) => {
                change(p.key, { due });
              }}
            />
            <FigureInput
              aria-label={t('plan.amountOf', { number: index + 1 })}
              value={p.amount}
              onChange={(amount) => {
                change(p.key, { amount });
              }}
              currency={currency}
            />
            <Button
              size="small"
              disabled={parts.length === 1}
              onClick={() => {
                form.set({ parts: parts.filter((other) => other.key !== p.key) });
              }}
            >
              {t('plan.remove')}
            </Button>
          </Line>
        ))}
        {form.error('parts') && (
          <div className="said error" role="alert">
            {form.error('parts')}
          </div>
        )}
        {!left.eq(0) && <Mute small>{t('plan.left', { amount: formatMoney(left.toString(), currency) })}</Mute>}
      </Card>
      <Fields columns={1}>
        <TextField form={form} name="reason" label={t('item.why')} must area />
      </Fields>
    </FormDrawer>
  );
}

/** Opens the editor for rows of the list of open items. */
export function usePlanFor() {
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<{ party: string; items: { id: string; open: Decimal }[] } | null>(null);
  return {
    choose: setChosen,
    editor: chosen && (
      <PlanEditor
        party={chosen.party}
        items={chosen.items}
        onClose={() => {
          setChosen(null);
        }}
        onMade={(plan) => void navigate({ to: `/payment-plans/${plan}` })}
      />
    ),
  };
}
