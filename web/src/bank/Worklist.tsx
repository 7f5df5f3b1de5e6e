import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post } from '../lib/api';
import { serverText } from '../lib/i18n';
import { big, formatMoney, isZero } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useCan } from '../lib/session';
import { Money, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput } from '../ui/inputs';
import { Card, Facts, Line, Mute, Stack } from '../ui/layout';
import { Link, RecordLink } from '../ui/Link';
import { PartyPicker, type Picked } from '../ui/Picker';
import { problemText } from '../ui/problems';
import { WorklistPage } from '../ui/WorklistPage';
import type { BankLine, Proposal } from './types';
import { useCashAccounts } from './Upload';

/** The other sides in the books that a line without a customer may have. */
export const BOOKS = [
  'FEES',
  'INTEREST',
  'IN_TRANSIT',
  'SUPPLIERS',
  'PAYROLL',
  'TAXES',
  'OTHER_INCOME',
  'OTHER_EXPENSE',
  'OPENING_BALANCE',
  'SUSPENSE',
] as const;

export type Books = (typeof BOOKS)[number];

type Asked = 'explain' | 'search' | 'ignore';

function toneOf(confidence: number) {
  return confidence >= 90 ? 'green' : confidence >= 70 ? 'blue' : 'orange';
}

/** Carries out a proposal; answers the line as it is then. */
function carryOut(line: BankLine, proposal: Proposal) {
  if (proposal.receipt) return post(`/bank-lines/${line.id}/match`, { receipt: proposal.receipt.id });
  if (proposal.account) return post(`/bank-lines/${line.id}/explanation`, { account: proposal.account });
  return post(`/bank-lines/${line.id}/booking`, {
    party: proposal.party?.id ?? null,
    items: proposal.items.map(({ item, amount }) => ({ item, amount })),
    orders: proposal.orders.map(({ order, amount }) => ({ order, amount })),
    confidence: proposal.confidence,
  });
}

/** The bank's lines that wait: the queue, what each may be and why, the decision by one key. */
export function Worklist() {
  const { t } = useTranslation('bank');
  const queries = useQueryClient();
  const may = useCan();
  const { message } = App.useApp();
  const { account } = useQueryParams();
  const accounts = useCashAccounts();
  const [of, setOf] = useState<string | null>(account ?? null);
  const [least, setLeast] = useState<number | null>(null);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<Record<string, number>>({});
  const [asked, setAsked] = useState<{ line: BankLine; what: Asked } | null>(null);
  const [decided, setDecided] = useState<string[]>([]);
  const key = ['bank', 'work', of];
  const query = useQuery({ queryKey: key, queryFn: () => get('/bank-work', { account: of, limit: 500 }) });
  const threshold = least ?? query.data?.settings.threshold ?? 90;
  const failed = (error: unknown) => void message.error(problemText(error));
  /** What was decided leaves the queue at once; the rest of it is asked for again behind. */
  const gone = (ids: readonly string[]) => {
    queries.setQueryData(key, (before: typeof query.data) =>
      before ? { ...before, lines: before.lines.filter((line) => !ids.includes(line.id)) } : before,
    );
    setDecided((before) => [...before, ...ids].slice(-50));
    setPicked((before) => new Set([...before].filter((id) => !ids.includes(id))));
    for (const name of ['receipts', 'open-items', 'bank-lines', 'customers'])
      void queries.invalidateQueries({ queryKey: [name] });
    void queries.invalidateQueries({ queryKey: ['bank', 'balances'] });
  };
  const accept = useMutation({
    mutationFn: ({ line, proposal }: { line: BankLine; proposal: Proposal }) => carryOut(line, proposal),
    onSuccess: (line) => {
      gone([line.id]);
    },
    onError: failed,
  });
  const undo = useMutation({
    mutationFn: (id: string) => post(`/bank-lines/${id}/undoing`, {}),
    onSuccess: (line) => {
      setDecided((before) => before.filter((id) => id !== line.id));
      void message.info(t('work.undone'));
      void queries.invalidateQueries({ queryKey: ['bank'] });
    },
    onError: failed,
  });
  const all = useMutation({
    mutationFn: (lines: string[]) => post('/bank-work/acceptances', { lines, least: threshold }),
    onSuccess: (answer) => {
      gone(answer.lines.filter((line) => line.problem === null).map((line) => line.line));
      const first = answer.lines.find((line) => line.problem !== null)?.problem;
      void message.info(t('work.accepted', { count: answer.accepted, left: answer.lines.length - answer.accepted }));
      if (answer.accepted === 0 && first) void message.warning(first);
    },
    onError: failed,
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const rows = query.data?.lines ?? [];
  const sure = rows.filter(
    (line) => (picked.size === 0 || picked.has(line.id)) && (line.proposals[0]?.confidence ?? 0) >= threshold,
  );
  const best = (line: BankLine) => line.proposals[chosen[line.id] ?? 0];
  const decides = may('bank-line.decide');
  const take = (line: BankLine) => {
    const proposal = best(line);
    if (!decides) void message.info(t('work.noRight'));
    else if (!proposal) void message.info(t('work.noProposal'));
    else if (!accept.isPending) accept.mutate({ line, proposal });
  };
  const last = decided.at(-1);
  return (
    <>
      <WorklistPage<BankLine>
        title={t('work.title')}
        hint={t('work.keys')}
        rows={rows}
        loading={query.isPending}
        rowKey={(line) => line.id}
        selected={picked}
        onSelect={setPicked}
        empty={{ title: t('work.none'), text: t('work.noneText') }}
        notice={
          <Card>
            <Line>
              <Select
                allowClear
                style={{ minWidth: 160 }}
                aria-label={t('upload.account')}
                placeholder={t('work.allAccounts')}
                value={of}
                options={accounts}
                onChange={(id: string | null | undefined) => {
                  setOf(id ?? null);
                }}
              />
              {decides && (
                <>
                  <label htmlFor="bank-least">{t('work.least')}</label>
                  <InputNumber
                    id="bank-least"
                    min={0}
                    max={100}
                    value={threshold}
                    onChange={(value) => {
                      setLeast(value);
                    }}
                  />
                  <Button
                    loading={all.isPending}
                    disabled={sure.length === 0}
                    onClick={() => {
                      all.mutate(sure.map((line) => line.id));
                    }}
                  >
                    {t('work.acceptAll', { count: sure.length })}
                  </Button>
                  {last && (
                    <Button
                      loading={undo.isPending}
                      onClick={() => {
                        undo.mutate(last);
                      }}
                    >
                      {t('work.undo')} <kbd>U</kbd>
                    </Button>
                  )}
                </>
              )}
              <span className="oa-grow" />
              <Link to="/bank-statements">{t('work.statements')}</Link>
              <Link to="/bank-balances">{t('work.balances')}</Link>
            </Line>
          </Card>
        }
        always={[
          {
            key: 'u',
            run: () => {
              if (last && !undo.isPending) undo.mutate(last);
            },
          },
        ]}
        keys={(line) => [
          {
            key: 'a',
            run: () => {
              take(line);
            },
          },
          ...(decides
            ? ([
                ['e', 'explain'],
                ['s', 'search'],
                ['i', 'ignore'],
              ] as const)
            : []
          ).map(([letter, what]) => ({
            key: letter,
            run: () => {
              setAsked({ line, what });
            },
          })),
          ...line.proposals.map((_, index) => ({
            key: String(index + 1),
            run: () => {
              setChosen({ ...chosen, [line.id]: index });
            },
          })),
        ]}
        columns={[
          {
            key: 'line',
            title: t('line.name'),
            render: (line) => (
              <>
                {line.name || line.text || line.code}
                <br />
                <Mute>
                  {line.booked} {line.proposals[0]?.party?.name ?? ''}
                </Mute>
              </>
            ),
          },
          {
            key: 'amount',
            title: t('line.amount'),
            numeric: true,
            render: (line) => (
              <>
                <Money value={line.amount} currency={line.currency} />
                <br />
                {line.proposals[0] && (
                  <StatusTag tone={toneOf(line.proposals[0].confidence)}>{line.proposals[0].confidence} %</StatusTag>
                )}
              </>
            ),
          },
        ]}
        detail={(line) => (
          <Stack key={line.id}>
            <Card
              title={formatMoney(line.amount, line.currency)}
              extra={<Mute>{`${line.cashName} · ${line.booked}`}</Mute>}
            >
              <Facts
                facts={[
                  { label: t('line.name'), value: line.name },
                  { label: t('line.account'), value: line.account },
                  { label: t('line.text'), value: line.text },
                  { label: t('line.endToEnd'), value: line.endToEnd },
                  { label: t('line.reference'), value: line.reference },
                  line.valued !== line.booked && { label: t('line.valued'), value: line.valued },
                  line.fee != null && {
                    label: t('line.fee'),
                    value: <Money value={line.fee} currency={line.currency} />,
                  },
                ]}
              />
            </Card>
            {line.proposals.map((proposal, index) => (
              <Proposed
                key={index}
                line={line}
                proposal={proposal}
                place={index + 1}
                current={index === (chosen[line.id] ?? 0)}
                onChoose={() => {
                  setChosen({ ...chosen, [line.id]: index });
                }}
              />
            ))}
            {line.proposals.length === 0 && <Mute>{t('work.noProposal')}</Mute>}
            {decides && (
              <Line className="oa-decide">
                <Button
                  type="primary"
                  loading={accept.isPending}
                  disabled={line.proposals.length === 0}
                  onClick={() => {
                    take(line);
                  }}
                >
                  {t('work.accept')} <kbd>A</kbd>
                </Button>
                {(['search', 'explain', 'ignore'] as const).map((what) => (
                  <Button
                    key={what}
                    disabled={what === 'search' && big(line.amount).lte(0)}
                    onClick={() => {
                      setAsked({ line, what });
                    }}
                  >
                    {t(`work.${what}`)} <kbd>{what.charAt(0).toUpperCase()}</kbd>
                  </Button>
                ))}
              </Line>
            )}
          </Stack>
        )}
      />
      {asked?.what === 'explain' && (
        <Explanation
          line={asked.line}
          onClose={() => {
            setAsked(null);
          }}
          onDone={gone}
        />
      )}
      {asked?.what === 'search' && big(asked.line.amount).gt(0) && (
        <Search
          line={asked.line}
          onClose={() => {
            setAsked(null);
          }}
          onDone={gone}
        />
      )}
      {asked?.what === 'ignore' && (
        <Ignored
          line={asked.line}
          onClose={() => {
            setAsked(null);
          }}
          onDone={gone}
        />
      )}
    </>
  );
}

function Proposed({
  line,
  proposal,
  place,
  current,
  onChoose,
}: {
  line: BankLine;
  proposal: Proposal;
  place: number;
  current: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation('bank');
  return (
    <Card
      title={
        <>
          <kbd>{place}</kbd>{' '}
          {proposal.party ? (
            <RecordLink kind="customer" id={proposal.party.id}>
              {proposal.party.name}
            </RecordLink>
          ) : (
            serverText(`choice.books.${proposal.account ?? ''}`, proposal.account ?? '')
          )}{' '}
          {proposal.receipt && (
            <RecordLink kind="receipt" id={proposal.receipt.id}>
              {proposal.receipt.number}
            </RecordLink>
          )}
        </>
      }
      extra={
        <Line tight>
          <StatusTag tone={toneOf(proposal.confidence)}>{proposal.confidence} %</StatusTag>
          {current ? (
            <StatusTag tone="blue">{t('work.chosen')}</StatusTag>
          ) : (
            <Button size="small" onClick={onChoose}>
              {t('work.choose')}
            </Button>
          )}
        </Line>
      }
    >
      <ul>
        {proposal.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {proposal.items.length + proposal.orders.length > 0 && (
        <DataTable
          compact
          caption={t('work.settles')}
          rows={[
            ...proposal.items.map((item) => ({
              id: item.item,
              number: item.number,
              open: item.open,
              amount: item.amount,
            })),
            ...proposal.orders.map((order) => ({
              id: order.order,
              number: order.number,
              open: null,
              amount: order.amount,
            })),
          ]}
          rowKey={(row) => row.id}
          columns={[
            { key: 'number', title: t('work.document'), render: (row) => row.number },
            {
              key: 'open',
              title: t('work.open'),
              numeric: true,
              render: (row) => row.open !== null && <Money value={row.open} currency={line.currency} />,
            },
            {
              key: 'amount',
              title: t('work.settled'),
              numeric: true,
              render: (row) => <Money value={row.amount} currency={line.currency} />,
            },
          ]}
        />
      )}
    </Card>
  );
}

interface Step {
  line: BankLine;
  onClose: () => void;
  onDone: (ids: readonly string[]) => void;
}

function Explanation({ line, onClose, onDone }: Step) {
  const { t } = useTranslation('bank');
  const form = useForm<{ account: Books | null; note: string }>(
    { account: (line.proposals.find((proposal) => proposal.account)?.account as Books | undefined) ?? null, note: '' },
    (values, key) => post(`/bank-lines/${line.id}/explanation`, { ...values, note: values.note || null }, { key }),
  );
  return (
    <FormDrawer
      open
      title={t('work.explainTitle', { amount: formatMoney(line.amount, line.currency) })}
      action={t('work.explain')}
      form={form}
      onClose={onClose}
      onDone={() => {
        onDone([line.id]);
      }}
    >
      <Fields columns={1}>
        <Field label={t('work.books')} form={form} name="account" must>
          <ChoiceInput
            {...form.bind('account')}
            options={BOOKS.map((value) => ({ value, label: serverText(`choice.books.${value}`, value) }))}
          />
        </Field>
        <TextField form={form} name="note" label={t('work.note')} />
      </Fields>
    </FormDrawer>
  );
}

function Ignored({ line, onClose, onDone }: Step) {
  const { t } = useTranslation('bank');
  const form = useForm({ reason: '' }, (values, key) => post(`/bank-lines/${line.id}/dismissal`, values, { key }));
  return (
    <FormDrawer
      open
      title={t('work.ignoreTitle', { amount: formatMoney(line.amount, line.currency) })}
      action={t('work.ignore')}
      form={form}
      onClose={onClose}
      onDone={() => {
        onDone([line.id]);
      }}
    >
      <Fields columns={1}>
        <Field label={t('work.reason')} form={form} name="reason" must>
          <Input
            id={form.bind('reason').id}
            value={form.values.reason}
            onChange={(event) => {
              form.set({ reason: event.target.value });
            }}
          />
        </Field>
      </Fields>
    </FormDrawer>
  );
}

/** Another customer than proposed: their open items, ticked from the oldest until the money is used up. */
function Search({ line, onClose, onDone }: Step) {
  const { t } = useTranslation('bank');
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [customer, setCustomer] = useState<string | undefined>(undefined);
  const open = useQuery({
    queryKey: ['open-items', 'of', customer],
    enabled: Boolean(customer),
    queryFn: () =>
      get('/open-items', {
        filter: JSON.stringify({
          and: [
            ['party', '=', customer],
            ['isOpen', '=', true],
            ['open', '>', 0],
          ],
        }),
        sort: 'due',
        fields: 'number,due,open',
        limit: 100,
      }),
  });
  const rows: { id: string; number: string; due: string; open: string }[] = (open.data?.rows ?? []).map((row) => ({
    id: row.id,
    number: String(row.number ?? ''),
    due: String(row.due ?? ''),
    open: String(row.open ?? '0'),
  }));
  const form = useForm<{ customer: Picked | null; items: null }>({ customer: null, items: null }, (values, key) => {
    let left = big(line.amount);
    const items = rows
      .filter((row) => ticked.has(row.id))
      .flatMap((row) => {
        const open = big(row.open);
        const amount = open.lt(left) ? open : left;
        left = left.minus(amount);
        return amount.gt(0) ? [{ item: row.id, amount: amount.toFixed() }] : [];
      });
    return post(`/bank-lines/${line.id}/booking`, { party: values.customer?.id ?? null, items }, { key });
  });
  const sum = rows.filter((row) => ticked.has(row.id)).reduce((all, row) => all.plus(row.open), big('0'));
  return (
    <FormDrawer
      open
      title={t('work.searchTitle', { amount: formatMoney(line.amount, line.currency) })}
      action={t('work.book')}
      form={form}
      onClose={onClose}
      onDone={() => {
        onDone([line.id]);
      }}
    >
      <Fields columns={1}>
        <Field label={t('work.customer')} form={form} name="customer" must>
          <PartyPicker
            {...form.bind('customer')}
            autoFocus
            onChange={(party) => {
              form.set({ customer: party });
              setCustomer(party?.id);
              setTicked(new Set());
            }}
          />
        </Field>
      </Fields>
      {customer && (
        <>
          <DataTable
            compact
            caption={t('work.settles')}
            rows={rows}
            rowKey={(row) => row.id}
            loading={open.isPending}
            selected={ticked}
            onSelect={setTicked}
            columns={[
              { key: 'number', title: t('work.document'), render: (row) => row.number },
              { key: 'due', title: t('work.due'), render: (row) => row.due },
              {
                key: 'open',
                title: t('work.open'),
                numeric: true,
                render: (row) => <Money value={row.open} currency={line.currency} />,
              },
            ]}
          />
          <Mute>
            {isZero(sum.toFixed())
              ? t('work.oldest')
              : t('work.ticked', { sum: formatMoney(sum.toFixed(), line.currency) })}
          </Mute>
        </>
      )}
    </FormDrawer>
  );
}
