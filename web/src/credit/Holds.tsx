import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post } from '../lib/api';
import { plusDays } from '../lib/dates';
import { big, formatMoney, type Decimal } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import type { Me, Ref, Row } from '../lib/types';
import { Instant, Money, StatusTag } from '../ui/cells';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import { Card, Line, Mute } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { Refusal } from '../ui/Refusal';
import { SplitDrawer } from '../ui/SplitDrawer';
import { isWarning, useRefusalWords, type GateWay } from '../ui/refusalWords';
import { Timeline } from '../ui/Timeline';
import { WorklistPage } from '../ui/WorklistPage';
import { OrderPayLink } from '../payment/PayLink';
import { useColleagues } from './policyWords';
import { Related } from './Related';
import { authorityOf, useReleaseSettings } from './ReleaseRules';
import type { HoldRelease, HoldView } from './types';

type How = 'release' | 'reject';
type Step = How | 'part';

/** Whether a release still stands, and if not, why. */
export function standingOf(
  release: HoldRelease,
  hold: HoldView,
  today: string,
): 'expired' | 'outgrown' | 'unsigned' | 'valid' {
  if (release.until < today) return 'expired';
  if (big(release.ceiling).lt(big(hold.amount))) return 'outgrown';
  return release.needsSecond && !release.secondBy ? 'unsigned' : 'valid';
}

/** The release that waits for a second person, the latest first. */
function unsignedOf(hold: HoldView, today: string): HoldRelease | undefined {
  return [...hold.releases].reverse().find((release) => standingOf(release, hold, today) === 'unsigned');
}

/** Why a step isn't open to this user; null when it is. */
function reasonAgainst(hold: HoldView, how: Step, me: Me): string | null {
  const move = hold.moves.find((m) => m.name === how);
  if (!move?.allowed) return move?.reason ?? 'right';
  return how === 'release' && unsignedOf(hold, me.today)?.by === me.user.id ? 'waits-for-second' : null;
}

function nameOf(row: Row, field: string): string {
  const value = row[field] as Ref | null | undefined;
  return value?.title ?? value?.number ?? '';
}

async function loadHold(id: string): Promise<HoldView> {
  return get(`/credit-holds/${id}`);
}

/** Orders that wait for a release: the queue, the case with all figures, the decision by one key. */
export function Holds() {
  const { t } = useTranslation('credit');
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { order } = useQueryParams();
  const currency = me.company.baseCurrency;
  const query = useQuery({
    queryKey: ['credit-holds', 'queue'],
    // The largest first: what weighs most is decided first.
    queryFn: () =>
      get('/credit-holds', {
        filter: JSON.stringify(['state', 'in', ['OPEN']]),
        sort: '-amount',
        fields: ['number', 'document', 'party', 'amount', 'objections', 'placedAt', 'placedBy', 'waitsForSecond'],
        limit: 200,
      }),
    refetchInterval: 30_000,
  });
  const [deciding, setDeciding] = useState<{ hold: HoldView; how: How } | null>(null);
  const [parting, setParting] = useState<HoldView | null>(null);
  const said = (hold: HoldView, outcome: string, how: How) => {
    const values = { number: hold.document.number };
    if (outcome === 'held') void message.warning(t('hold.stillHeld', values));
    else if (outcome === 'needs-second') void message.info(t('hold.needsSecond', values));
    else if (outcome === 'needs-approval') void message.info(t('hold.needsApproval', values));
    else void message.success(t(how === 'release' ? 'hold.released' : 'hold.rejected', values));
    for (const key of [
      'credit-holds',
      'sales-orders',
      'quotes',
      'order-changes',
      'shipping-notices',
      'noticed-lines',
      'deliverable-lines',
      'deliveries',
      'credit',
    ])
      void queries.invalidateQueries({ queryKey: [key] });
  };
  const words = useRefusalWords(currency);
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const isFor = (row: Row) => Number((row['document'] as Ref | null)?.id === order);
  // The case one came for stands first.
  const rows = [...(query.data?.rows ?? [])].sort((a, b) => isFor(b) - isFor(a));
  const decide = (row: Row, how: How) => () => {
    void queries
      .ensureQueryData({ queryKey: ['credit-holds', row.id], queryFn: () => loadHold(row.id) })
      .then((hold) => {
        const against = reasonAgainst(hold, how, me);
        if (against === null) setDeciding({ hold, how });
        else void message.info(t(`hold.not.${against}`, { defaultValue: t('hold.not.right') }));
      });
  };
  return (
    <>
      <WorklistPage<Row>
        title={t('hold.title')}
        hint={t('hold.keys')}
        rows={rows}
        loading={query.isPending}
        rowKey={(row) => row.id}
        empty={{ title: t('hold.none'), text: t('hold.noneText') }}
        prefetch={(row) => {
          void queries.prefetchQuery({ queryKey: ['credit-holds', row.id], queryFn: () => loadHold(row.id) });
        }}
        keys={(row) => [
          { key: 'a', run: decide(row, 'release') },
          { key: 'r', run: decide(row, 'reject') },
        ]}
        columns={[
          {
            key: 'order',
            title: t('hold.order'),
            render: (row) => (
              <>
                <span className="oa-word">{String(row['number'])}</span>
                <br />
                <Mute>{nameOf(row, 'party')}</Mute>
              </>
            ),
          },
          {
            key: 'amount',
            title: t('hold.amount'),
            numeric: true,
            render: (row) => <Money value={row['amount'] as string} currency={currency} />,
          },
          {
            key: 'why',
            title: t('hold.why'),
            render: (row) => (
              <Line tight>
                {row['waitsForSecond'] === true && <StatusTag tone="blue">{t('hold.second')}</StatusTag>}
                {String(row['objections'] ?? '')
                  .split(', ')
                  .filter(Boolean)
                  .map((code) => (
                    <StatusTag key={code} tone={code === 'over-limit' || code === 'overdue' ? 'red' : 'orange'}>
                      {words.objections([{ code, figures: {} }])[0]?.rule}
                    </StatusTag>
                  ))}
              </Line>
            ),
          },
        ]}
        detail={(row) => (
          <Case
            key={row.id}
            id={row.id}
            askedBy={nameOf(row, 'placedBy')}
            onDecide={(hold, how) => {
              setDeciding({ hold, how });
            }}
            onPart={setParting}
          />
        )}
      />
      {deciding && (
        <Decision
          key={deciding.hold.id + deciding.how}
          hold={deciding.hold}
          how={deciding.how}
          onClose={() => {
            setDeciding(null);
          }}
          onDone={(outcome) => {
            said(deciding.hold, outcome, deciding.how);
          }}
        />
      )}
      {parting && (
        <SplitDrawer
          key={parting.id}
          order={parting.document.id}
          title={t('hold.partTitle', { number: parting.document.number })}
          action={t('hold.part')}
          reason
          canWait
          send={async (choice, key) => {
            const answer = await post(`/credit-holds/${parting.id}/partial-release`, choice, { key });
            void message.info(t('hold.partDone', { number: answer.restNumber }));
            said(parting, answer.outcome, 'release');
          }}
          onClose={() => {
            setParting(null);
          }}
        />
      )}
    </>
  );
}

/** The order whose goods wait for money, where it is one alone: a link asks for one order. */
function useOrderToPrepay(hold: HoldView | undefined): string | null {
  const numbers = (hold?.objections.find((one) => one.code === 'prepayment-missing')?.figures['orders'] ?? '')
    .split(', ')
    .filter(Boolean);
  const number = numbers.length === 1 ? numbers[0] : undefined;
  const query = useQuery({
    queryKey: ['sales-orders', 'by-number', number],
    enabled: number !== undefined && hold?.document.kind !== 'sales-order',
    queryFn: () =>
      get('/sales-orders', {
        filter: JSON.stringify(['number', '=', number]),
        fields: ['number'],
        limit: 1,
        after: null,
      }),
  });
  return query.data?.rows[0]?.id ?? null;
}

const RELEASE_TONES = { expired: 'grey', outgrown: 'grey', unsigned: 'orange', valid: 'green' } as const;

function Case({
  id,
  askedBy,
  onDecide,
  onPart,
}: {
  id: string;
  askedBy: string;
  onPart: (hold: HoldView) => void;
  onDecide: (hold: HoldView, how: How) => void;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const colleague = useColleagues();
  const query = useQuery({ queryKey: ['credit-holds', id], queryFn: () => loadHold(id) });
  const credit = useCredit(query.data?.party.id);
  const may = useCan();
  const { t: payment } = useTranslation('payment');
  const [asking, setAsking] = useState<{ order: string; amount: Decimal } | null>(null);
  const prepaid = useOrderToPrepay(query.data);
  const words = useRefusalWords(query.data?.currency ?? '', query.data?.party.id ?? null);
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const hold = query.data;
  if (!hold) return null;
  const against = hold.objections.filter((objection) => !isWarning(objection));
  const warnings = hold.objections.filter(isWarning);
  const objections = words.objections(against);
  const effects = new Map(objections.map((objection, index) => [objection.key, against[index]?.effect]));
  const unsigned = unsignedOf(hold, me.today);
  const why = (how: Step) => {
    const reason = reasonAgainst(hold, how, me);
    return reason === null ? null : t(`hold.not.${reason}`, { defaultValue: t('hold.not.right') });
  };
  const button = (how: How) => {
    const reason = why(how);
    return (
      <Button
        type={how === 'release' ? 'primary' : 'default'}
        danger={how === 'reject'}
        disabled={reason !== null}
        title={reason ?? ''}
        onClick={() => {
          onDecide(hold, how);
        }}
      >
        {t(how === 'release' && unsigned ? 'hold.sign' : `hold.${how}`)} <kbd>{how === 'release' ? 'A' : 'R'}</kbd>
      </Button>
    );
  };
  const said = why('release') ?? why('reject');
  // Money for the order itself lets it pass: it offsets what the order would owe, whatever else is open.
  const order = hold.document.kind === 'sales-order' ? hold.document.id : prepaid;
  const ask = (way: GateWay) => {
    const amount = way.amount;
    return order && amount && (way.kind === 'PAY' || way.kind === 'PREPAY') && may('online-payment.ask')
      ? {
          label: payment('link.button'),
          run: () => {
            setAsking({ order, amount });
          },
        }
      : undefined;
  };
  const blocked = against.some((objection) => objection.effect === 'BLOCK');
  return (
    <div className="oa-stack">
      {asking && (
        <OrderPayLink
          party={hold.party.id}
          order={asking.order}
          amount={asking.amount}
          currency={hold.currency}
          onClose={() => {
            setAsking(null);
          }}
        />
      )}
      <Card>
        <Line>
          <h1 className="oa-grow">
            <RecordLink kind="customer" id={hold.party.id}>
              {hold.party.name}
            </RecordLink>{' '}
            ·{' '}
            <RecordLink kind={hold.document.kind} id={hold.document.id}>
              {hold.document.number}
            </RecordLink>{' '}
            · {formatMoney(hold.amount, hold.currency)}
          </h1>
          <Mute>
            {askedBy} <Instant value={hold.placedAt} />
          </Mute>
        </Line>
        {credit.data && <CreditBar credit={credit.data} ghost={hold.raise} customer={hold.party.id} />}
      </Card>
      {unsigned && (
        <Alert
          type="info"
          showIcon
          title={t('hold.waitsForSecond', {
            name: colleague(unsigned.by),
            ceiling: formatMoney(unsigned.ceiling, hold.currency),
            until: unsigned.until,
          })}
          description={unsigned.reason}
        />
      )}
      {hold.waiting && (
        <Alert
          type="info"
          showIcon
          title={t('hold.waitsForApproval', {
            name: colleague(hold.waiting.by),
            ceiling: formatMoney(hold.waiting.ceiling, hold.currency),
            until: hold.waiting.until,
          })}
          description={hold.waiting.reason}
        />
      )}
      {blocked && <Alert type="error" showIcon title={t('hold.blocked')} description={t('hold.blockedText')} />}
      <Card tone="red" title={t('hold.objections', { count: objections.length })}>
        <DataTable
          rows={objections}
          rowKey={(objection) => objection.key}
          columns={[
            {
              key: 'rule',
              title: t('hold.rule'),
              render: (objection) => <span className="oa-word">{objection.rule}</span>,
            },
            { key: 'figures', title: t('hold.figures'), render: (objection) => objection.figures },
            {
              key: 'effect',
              title: t('hold.effect'),
              render: (objection) => {
                const effect = effects.get(objection.key);
                return (
                  effect && (
                    <StatusTag tone={effect === 'BLOCK' ? 'red' : 'orange'}>{t(`hold.does.${effect}`)}</StatusTag>
                  )
                );
              },
            },
            {
              key: 'by',
              title: '',
              numeric: true,
              render: (objection) => <span className="oa-red">{objection.by}</span>,
            },
          ]}
        />
        {words.ways(hold.ways, ask).map((way) => (
          <div key={way.key} className="oa-way">
            {way.text}
            {way.action && (
              <Button size="small" onClick={way.action.run}>
                {way.action.label}
              </Button>
            )}
          </div>
        ))}
      </Card>
      {warnings.length > 0 && (
        <Refusal
          tone="orange"
          title={t('ui:refusal.warnings', { count: warnings.length })}
          objections={words.objections(warnings)}
          ways={[]}
        />
      )}
      <Related id={hold.party.id} />
      {hold.releases.length > 0 && (
        <Card title={t('hold.before')}>
          <Timeline
            items={[...hold.releases].reverse().map((release) => {
              const standing = standingOf(release, hold, me.today);
              return {
                key: release.id,
                at: release.at,
                who: [colleague(release.by), colleague(release.secondBy)].filter(Boolean).join(' + '),
                tone: RELEASE_TONES[standing],
                what: (
                  <>
                    {t('hold.beforeText', {
                      ceiling: formatMoney(release.ceiling, hold.currency),
                      until: release.until,
                    })}{' '}
                    {release.discount && t('hold.beforeDiscount', { steps: release.discount })}{' '}
                    {release.voidBy.length === 0 ? (
                      <StatusTag tone={RELEASE_TONES[standing]}>{t(`hold.standing.${standing}`)}</StatusTag>
                    ) : (
                      release.voidBy.map((cause) => (
                        <StatusTag key={cause} tone={cause === 'UNSIGNED' ? 'orange' : 'grey'}>
                          {t(`hold.void.${cause}`)}
                        </StatusTag>
                      ))
                    )}
                  </>
                ),
                more: <div className="oa-soft oa-small">{release.reason}</div>,
              };
            })}
          />
        </Card>
      )}
      <Line className="oa-decide">
        {button('release')}
        {hold.document.kind === 'sales-order' && !unsigned && (
          <Button
            disabled={why('part') !== null}
            title={why('part') ?? ''}
            onClick={() => {
              onPart(hold);
            }}
          >
            {t('hold.part')}
          </Button>
        )}
        {button('reject')}
        <Mute>
          <kbd>N</kbd> {t('hold.next')}
        </Mute>
      </Line>
      {said && <Mute>{said}</Mute>}
    </div>
  );
}

function Decision({
  hold,
  how,
  onClose,
  onDone,
}: {
  hold: HoldView;
  how: How;
  onClose: () => void;
  onDone: (outcome: string) => void;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const release = how === 'release';
  const settings = useReleaseSettings();
  const bounds = authorityOf(settings, me.user.id);
  const colleague = useColleagues();
  const signing = release ? unsignedOf(hold, me.today) : undefined;
  // The company's usual days, but no longer than one's own authority runs.
  const usual = plusDays(me.today, Math.min(settings?.releaseDays ?? 7, bounds?.validDays ?? 3650));
  const form = useForm(
    { ceiling: hold.amount as Decimal | null, until: null as string | null, reason: '' },
    async (values, key) => {
      const answer = await post(
        `/credit-holds/${hold.id}/${release ? 'release' : 'rejection'}`,
        release
          ? {
              ceiling: signing?.ceiling ?? values.ceiling,
              until: signing?.until ?? values.until ?? usual,
              reason: values.reason.trim(),
            }
          : { reason: values.reason.trim() },
        { key },
      );
      onDone(answer.outcome);
    },
  );
  const until = form.values.until ?? usual;
  const ceiling = signing?.ceiling ?? form.values.ceiling;
  const beyond = [
    bounds?.amount != null && big(ceiling).gt(big(bounds.amount))
      ? t('hold.beyondAmount', { amount: formatMoney(bounds.amount, hold.currency) })
      : '',
    bounds?.validDays != null && (signing?.until ?? until) > plusDays(me.today, bounds.validDays)
      ? t('hold.beyondDays', { days: bounds.validDays })
      : '',
  ].filter(Boolean);
  const second = !signing && settings?.twoPersonAbove != null && big(ceiling).gt(big(settings.twoPersonAbove));
  const reason = form.bind('reason');
  const title = signing ? 'hold.signTitle' : release ? 'hold.releaseTitle' : 'hold.rejectTitle';
  const figures = {
    number: hold.document.number,
    amount: formatMoney(hold.amount, hold.currency),
    name: hold.party.name,
  };
  return (
    <FormDrawer
      open
      title={t(title, { number: hold.document.number })}
      action={t(signing ? 'hold.sign' : release ? 'hold.release' : 'hold.reject')}
      danger={!release}
      form={form}
      onClose={onClose}
    >
      <div>
        {signing
          ? t('hold.signText', {
              ...figures,
              by: colleague(signing.by),
              ceiling: formatMoney(signing.ceiling, hold.currency),
              until: signing.until,
              reason: signing.reason,
            })
          : t(release ? 'hold.releaseText' : 'hold.rejectText', figures)}
      </div>
      {release && beyond.length > 0 && <Alert type="warning" showIcon title={beyond.join(' ')} />}
      {release && second && (
        <Alert
          type="info"
          showIcon
          title={t('hold.secondWill', { amount: formatMoney(settings.twoPersonAbove ?? '0', hold.currency) })}
        />
      )}
      <Fields columns={1}>
        {release && !signing && (
          <>
            <Field
              label={t('hold.ceiling')}
              bound={form.bind('ceiling')}
              form={form}
              name="ceiling"
              must
              help={
                bounds?.amount == null
                  ? t('hold.ceilingHelp')
                  : t('hold.ceilingBound', { amount: formatMoney(bounds.amount, hold.currency) })
              }
            >
              <FigureInput {...form.bind('ceiling')} currency={hold.currency} />
            </Field>
            <Field
              label={t('hold.until')}
              bound={form.bind('until')}
              form={form}
              name="until"
              must
              help={
                bounds?.validDays == null
                  ? undefined
                  : t('hold.untilBound', { until: plusDays(me.today, bounds.validDays) })
              }
            >
              <DateInput {...form.bind('until')} value={until} />
            </Field>
          </>
        )}
        <Field label={t('hold.reason')} bound={reason} form={form} name="reason" must>
          <Input.TextArea
            id={reason.id}
            autoFocus
            autoSize={{ minRows: 3 }}
            value={reason.value}
            status={reason.status}
            onChange={(event) => {
              reason.onChange(event.target.value);
            }}
          />
        </Field>
      </Fields>
    </FormDrawer>
  );
}
