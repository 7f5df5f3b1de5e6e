import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, send } from '../lib/api';
import { serverText } from '../lib/i18n';
import { big, capitals, formatMoney, sum, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useMe } from '../lib/session';
import { Money, StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useRecord } from '../ui/document';
import { DocumentPage, joinMoves } from '../ui/DocumentPage';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Facts, Line } from '../ui/layout';
import { Link, RecordLink } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { AcceptorStanding } from './AcceptorLimits';
import { useCashAccounts } from './cash';

/** The register of bills: each comes with its receipt. */
export function BillList() {
  const { t } = useTranslation('receivables');
  const navigate = useNavigate();
  const open = ['IN_HAND', 'ENDORSED', 'DISCOUNTED'];
  return (
    <ListPage
      list="bills"
      views={[
        { key: 'beyond', label: t('acceptor.beyondView'), filter: ['acceptorBeyond', '>', '0'] },
        { key: 'inHand', label: t('bill.inHand'), filter: ['state', 'in', ['IN_HAND']] },
        { key: 'running', label: t('bill.running'), filter: ['state', 'in', open] },
        {
          key: 'soon',
          label: t('bill.soon'),
          filter: {
            and: [
              ['state', 'in', open],
              ['due', 'between', ['today', 'today+30']],
            ],
          },
        },
      ]}
      actions={
        <Button
          onClick={() => {
            void navigate({ to: '/bills/calendar' });
          }}
        >
          {t('bill.calendar')}
        </Button>
      }
      empty={{ title: t('bill.none'), text: t('bill.noneText') }}
    />
  );
}

/** When bills mature: what comes in from those in hand, and for what we still stand in. */
export function BillCalendar() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const currency = me.company.baseCurrency;
  const calendar = useQuery({ queryKey: ['bills', 'calendar'], queryFn: () => get('/bills/calendar') });
  if (calendar.isError) return <Failure error={calendar.error} reset={() => void calendar.refetch()} />;
  const days = calendar.data?.days ?? [];
  const months = [...new Set(days.map((day) => day.due.slice(0, 7)))];
  return (
    <>
      <Card>
        <Line>
          <h1 className="oa-grow">{t('bill.calendar')}</h1>
          <Link to="/bills">{t('bill.register')}</Link>
        </Line>
        <div className="oa-mute">{t('bill.calendarText')}</div>
      </Card>
      {calendar.data && days.length === 0 && <EmptyState title={t('bill.noneDue')} text={t('bill.noneText')} />}
      {months.map((month) => {
        const rows = days.filter((day) => day.due.startsWith(month));
        return (
          <Card key={month} title={month} flush>
            <DataTable
              rows={rows}
              rowKey={(day) => day.due}
              foot
              caption={month}
              columns={[
                {
                  key: 'due',
                  title: t('bill.due'),
                  render: (day) => (
                    <span className={day.due < me.today ? 'oa-red' : ''}>
                      {day.due} {day.due < me.today ? t('bill.past') : ''}
                    </span>
                  ),
                  foot: t('receipt.sum'),
                },
                { key: 'count', title: t('bill.count'), numeric: true, render: (day) => day.count },
                {
                  key: 'inHand',
                  title: t('bill.comesIn'),
                  numeric: true,
                  render: (day) => <Money value={day.inHand} currency={currency} />,
                  foot: <Money value={sum(rows.map((day) => day.inHand))} currency={currency} />,
                },
                {
                  key: 'passedOn',
                  title: t('bill.standIn'),
                  numeric: true,
                  render: (day) => <Money value={day.passedOn} currency={currency} />,
                  foot: <Money value={sum(rows.map((day) => day.passedOn))} currency={currency} />,
                },
              ]}
            />
          </Card>
        );
      })}
    </>
  );
}

type Move = 'endorse' | 'discount' | 'mature' | 'dishonour';

const PATHS: Record<Move, string> = {
  endorse: 'endorsement',
  discount: 'discounting',
  mature: 'maturity',
  dishonour: 'dishonour',
};

/** A bill: in hand, passed on, paid or not. */
export function BillPage() {
  const { t } = useTranslation('receivables');
  const id = useIdParam();
  const [moving, setMoving] = useState<Move | null>(null);
  const record = useRecord('bills', id);
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const b = record.data.data;
  const said = b.moves
    .filter((move) => move.allowed || move.reason !== 'wrong-state')
    .map((move) => ({
      ...move,
      reason: move.reason ? t(`not.${move.reason}`, { defaultValue: t('not.forbidden') }) : null,
    }));
  return (
    <>
      <DocumentPage
        self={{
          id,
          kind: 'bill',
          number: b.number,
          state: b.state,
          date: b.receivedOn ?? b.due,
          total: b.amount,
          currency: b.currency,
        }}
        title={b.billNumber}
        tags={<StateTag kind="bill" state={b.state} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={b.party.id}>
              {b.party.name}
            </RecordLink>
            <span>{serverText(`choice.bill.billKind.${b.kind}`, b.kind)}</span>
          </Line>
        }
        moves={joinMoves(
          said,
          (['mature', 'discount', 'endorse', 'dishonour'] as const).map((name) => ({
            name,
            label: t(`bill.${name}`),
            primary: name === 'mature',
            danger: name === 'dishonour',
            run: () => {
              setMoving(name);
            },
          })),
          null,
        )}
        facts={
          <Facts
            facts={[
              big(b.acceptorBeyond).gt(0) && {
                label: t('acceptor.overWhenTaken'),
                value: <span className="oa-red">{formatMoney(b.acceptorBeyond, b.currency)}</span>,
              },
              {
                label: t('field.amount'),
                value: <span className="oa-figure">{formatMoney(b.amount, b.currency)}</span>,
              },
              { label: t('bill.due'), value: b.due },
              { label: t('bill.acceptor'), value: b.acceptor },
              { label: t('bill.drawer'), value: b.drawer },
              { label: t('bill.issued'), value: b.issued },
              {
                label: t('refund.of'),
                value: (
                  <RecordLink kind="receipt" id={b.receipt.id}>
                    {b.receipt.name}
                  </RecordLink>
                ),
              },
              { label: t('bill.passedTo'), value: b.passedTo && `${b.passedTo} ${b.passedOn ?? ''}` },
              {
                label: t('bill.interest'),
                value: b.state === 'DISCOUNTED' || b.interest !== '0.00' ? formatMoney(b.interest, b.currency) : null,
              },
              { label: t('bill.closed'), value: b.closedOn },
              b.currency === 'CNY' && { label: t('receipt.capitals'), value: capitals(b.amount) },
            ]}
          />
        }
      />
      {b.acceptor && b.closedOn === null && (
        <AcceptorStanding acceptor={b.acceptor} amount={b.state === 'DRAFT' ? b.amount : null} />
      )}
      {moving && (
        <Step
          key={moving}
          id={id}
          move={moving}
          version={record.data.version}
          inHand={b.state === 'IN_HAND'}
          due={b.due}
          currency={b.currency}
          onClose={() => {
            setMoving(null);
          }}
        />
      )}
    </>
  );
}

/** What a step needs to know: to whom, when, from or to which account. */
function Step({
  id,
  move,
  version,
  inHand,
  due,
  currency,
  onClose,
}: {
  id: string;
  move: Move;
  version: string | null;
  inHand: boolean;
  due: string;
  currency: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const accounts = useCashAccounts();
  const form = useForm<{
    to: string;
    date: string | null;
    interest: Decimal | null;
    cashAccount: string | null;
    reason: string;
  }>(
    {
      to: '',
      date: move === 'mature' && due < me.today ? due : me.today,
      interest: null,
      cashAccount: accounts[0]?.value ?? null,
      reason: '',
    },
    async (values, key) => {
      const { to, date, interest, reason } = values;
      const cashAccount = values.cashAccount ?? accounts[0]?.value ?? null;
      const body = {
        endorse: { to, date },
        discount: { to, date, interest, cashAccount },
        mature: { date, cashAccount: inHand ? cashAccount : null },
        dishonour: { date, reason, cashAccount: inHand ? null : cashAccount },
      }[move];
      await send('POST', `/bills/${id}/${PATHS[move]}`, { body, key, version });
      void message.success(t(`bill.${move}Done`));
      for (const list of ['bills', 'receipts', 'open-items', 'credit'])
        await queries.invalidateQueries({ queryKey: [list] });
    },
  );
  const needsAccount = move === 'discount' || (move === 'mature' && inHand) || (move === 'dishonour' && !inHand);
  return (
    <FormDrawer open title={t(`bill.${move}`)} action={t(`bill.${move}`)} form={form} onClose={onClose}>
      <p className="oa-soft">{t(`bill.${move}Text`)}</p>
      <Fields columns={1}>
        {(move === 'endorse' || move === 'discount') && (
          <TextField form={form} name="to" label={t(move === 'endorse' ? 'bill.endorsee' : 'bill.bank')} must />
        )}
        <Field label={t('field.date')} form={form} name="date" must>
          <DateInput {...form.bind('date')} />
        </Field>
        {move === 'discount' && (
          <Field label={t('bill.interest')} form={form} name="interest" must>
            <FigureInput {...form.bind('interest')} currency={currency} />
          </Field>
        )}
        {needsAccount && (
          <Field label={t('field.account')} form={form} name="cashAccount" must>
            <ChoiceInput
              {...form.bind('cashAccount')}
              value={form.values.cashAccount ?? accounts[0]?.value ?? null}
              options={accounts}
            />
          </Field>
        )}
        {move === 'dishonour' && <TextField form={form} name="reason" label={t('receipt.reason')} must />}
      </Fields>
    </FormDrawer>
  );
}
