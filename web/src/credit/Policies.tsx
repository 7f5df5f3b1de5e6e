import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, put } from '../lib/api';
import { formatMoney } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import { Explain, Instant, StatusTag } from '../ui/cells';
import { useCustomerClasses } from '../ui/classes';
import { DataTable } from '../ui/DataTable';
import { useKept } from '../ui/document';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, RestoredNotice, useForm } from '../ui/form';
import { ChoiceInput } from '../ui/inputs';
import { Card, Facts, Line, Mute } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { PartyPicker, type Picked } from '../ui/Picker';
import { Timeline } from '../ui/Timeline';
import { blocksOf, differences, effectiveRule, whomKey, withRule, type Whom } from './policy';
import { Borrowed, Differences, PointTitle, PolicyTable } from './PolicyTable';
import { OnTrial, PastOrders, pastOrders } from './PolicyTrials';
import { EffectTag, useCustomerNames, usePolicyWords, useVersionWords, useWhomWords } from './policyWords';
import { ReleaseRules } from './ReleaseRules';
import type { PoliciesView, PolicyCheck, PolicyRule, PolicyVersion } from './types';

const TABS = ['rules', 'versions', 'trial', 'past', 'release'] as const;
type Tab = (typeof TABS)[number];

type Switching = { version: PolicyVersion; mode: 'live' | 'trial' } | { version: null; mode: 'trial' };

/** What is checked where and for whom: the rules, their versions, the trial, and how releases are given. */
export function Policies() {
  const { t } = useTranslation('credit');
  const navigate = useNavigate();
  const params = useQueryParams();
  const query = useQuery({ queryKey: ['credit-policies'], queryFn: () => get('/credit/policies') });
  const [switching, setSwitching] = useState<Switching | null>(null);
  const view = query.data;
  const all = view?.versions.flatMap((version) => version.rules) ?? [];
  const customers = blocksOf(all).flatMap((whom) => (whom.reach === 'CUSTOMER' && whom.key ? [whom.key] : []));
  const whom = useWhomWords(useCustomerNames(customers));
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!view) return null;
  const tab: Tab = TABS.find((name) => name === params['tab']) ?? 'rules';
  const go = (search: Record<string, string | undefined>) =>
    void navigate({ to: '/credit/policies', search: search as never, replace: true });
  const live = view.versions.find((version) => version.live);
  const shadow = view.versions.find((version) => version.shadow);
  const version = view.versions.find((one) => String(one.version) === params['version']) ?? live ?? view.versions[0];
  if (!version) return null;
  return (
    <>
      <Card>
        <Line>
          <h1>{t('policy.title')}</h1>
          {live && <StatusTag tone="green">{t('policy.isLive', { version: live.version })}</StatusTag>}
          {shadow && <StatusTag tone="blue">{t('policy.isOnTrial', { version: shadow.version })}</StatusTag>}
        </Line>
        <div className="oa-mute">{t('policy.what')}</div>
        <nav className="oa-tabs" aria-label={t('policy.title')}>
          {TABS.map((name) => (
            <button
              key={name}
              type="button"
              className={name === tab ? 'on' : ''}
              aria-current={name === tab ? 'page' : undefined}
              onClick={() => {
                go({ tab: name === 'rules' ? undefined : name, version: params['version'] });
              }}
            >
              {t(`policy.tab.${name}`)}
            </button>
          ))}
        </nav>
      </Card>
      {tab === 'rules' && (
        <Rules
          key={version.version}
          view={view}
          version={version}
          whom={whom}
          onChoose={(chosen) => {
            go({ version: chosen });
          }}
          onSwitch={setSwitching}
        />
      )}
      {tab === 'versions' && <Versions view={view} whom={whom} onSwitch={setSwitching} />}
      {tab === 'trial' && (
        <OnTrial
          view={view}
          onEnd={() => {
            setSwitching({ version: null, mode: 'trial' });
          }}
        />
      )}
      {tab === 'past' && (
        <PastOrders
          view={view}
          version={version}
          onChoose={(chosen) => {
            go({ tab, version: chosen });
          }}
        />
      )}
      {tab === 'release' && <ReleaseRules />}
      {switching && (
        <Switch
          key={`${switching.mode} ${String(switching.version?.version)}`}
          view={view}
          switching={switching}
          whom={whom}
          onClose={() => {
            setSwitching(null);
          }}
        />
      )}
    </>
  );
}

/** The steps one may take with a version that doesn't decide yet. */
function VersionSteps({
  version,
  onSwitch,
  small,
}: {
  version: PolicyVersion;
  onSwitch: (switching: Switching) => void;
  small?: boolean;
}) {
  const { t } = useTranslation('credit');
  const may = useCan();
  if (!may('credit-policy.switch') || version.live) return null;
  return (
    <>
      {!version.shadow && (
        <Button
          size={small ? 'small' : 'middle'}
          onClick={() => {
            onSwitch({ version, mode: 'trial' });
          }}
        >
          {t('policy.putOnTrial')}
        </Button>
      )}
      <Button
        size={small ? 'small' : 'middle'}
        onClick={() => {
          onSwitch({ version, mode: 'live' });
        }}
      >
        {t('policy.makeLive')}
      </Button>
    </>
  );
}

interface Draft {
  from: number;
  rules: PolicyRule[];
}

function Rules({
  view,
  version,
  whom,
  onChoose,
  onSwitch,
}: {
  view: PoliciesView;
  version: PolicyVersion;
  whom: (whom: Whom) => string;
  onChoose: (version: string) => void;
  onSwitch: (switching: Switching) => void;
}) {
  const { t } = useTranslation('credit');
  const may = useCan();
  const kept = useKept<Draft | null>('credit-policy', null);
  const [saving, setSaving] = useState(false);
  const wordsOf = useVersionWords();
  const draft = kept.value?.from === version.version ? kept.value : null;
  const rules = draft?.rules ?? version.rules;
  const change = (next: PolicyRule[]) => {
    kept.set({ from: version.version, rules: next });
  };
  const giveUp = () => {
    kept.forget(null);
  };
  return (
    <>
      <Line>
        <span style={{ minWidth: 260 }} className="oa-policy-version">
          <ChoiceInput
            aria-label={t('policy.version')}
            value={String(version.version)}
            disabled={draft !== null}
            options={view.versions.map((one) => ({ value: String(one.version), label: wordsOf(one) }))}
            onChange={(chosen) => {
              if (chosen) onChoose(chosen);
            }}
          />
        </span>
        <span className="oa-grow" />
        {draft ? (
          <>
            <Button onClick={giveUp}>{t('policy.giveUp')}</Button>
            <Button
              type="primary"
              onClick={() => {
                setSaving(true);
              }}
            >
              {t('policy.saveAs')}
            </Button>
          </>
        ) : (
          <>
            <VersionSteps version={version} onSwitch={onSwitch} />
            {may('credit-policy.edit') && (
              <Button
                type="primary"
                onClick={() => {
                  change([...version.rules]);
                }}
              >
                {t('policy.edit')}
              </Button>
            )}
          </>
        )}
      </Line>
      <RestoredNotice show={kept.restored && draft !== null} onGiveUp={giveUp} />
      {blocksOf(rules).map((of) => (
        <PolicyTable
          key={whomKey(of)}
          view={view}
          rules={rules}
          whom={of}
          title={whom(of)}
          {...(draft ? { onChange: change } : {})}
        />
      ))}
      {draft && <NewBlock view={view} rules={rules} onChange={change} />}
      {!draft && <WhoGetsWhat view={view} rules={rules} />}
      {saving && draft && (
        <SaveVersion
          view={view}
          version={version}
          rules={draft.rules}
          whom={whom}
          onClose={() => {
            setSaving(false);
          }}
          onSaved={(made) => {
            giveUp();
            onChoose(String(made));
          }}
        />
      )}
    </>
  );
}

/** Begins an exception for a grade or a customer, from what the company has. */
function NewBlock({
  view,
  rules,
  onChange,
}: {
  view: PoliciesView;
  rules: readonly PolicyRule[];
  onChange: (rules: PolicyRule[]) => void;
}) {
  const { t } = useTranslation('credit');
  const [grade, setGrade] = useState('');
  const classes = useCustomerClasses();
  const add = (whom: Whom) => {
    const check = view.checks.find((one) => one.check === 'OVER_LIMIT') ?? view.checks[0];
    const point = view.points.find((one) => one === 'CONFIRM') ?? view.points[0];
    if (!check || !point || blocksOf(rules).some((known) => whomKey(known) === whomKey(whom))) return;
    const usual = rules.find((rule) => rule.reach === 'COMPANY' && rule.check === check.check && rule.point === point);
    onChange(
      withRule(rules, {
        ...(usual ?? {
          point,
          check: check.check,
          effect: 'APPROVE' as const,
          amount: null,
          percent: null,
          number: null,
          days: null,
        }),
        ...whom,
      }),
    );
  };
  return (
    <Card title={t('policy.exceptions')}>
      <Fields columns={2}>
        <Field label={t('policy.forGrade')} bound={{ id: 'policy-grade' }}>
          <form
            className="oa-row tight nowrap"
            onSubmit={(event) => {
              event.preventDefault();
              if (grade.trim()) add({ reach: 'GRADE', key: grade.trim().toUpperCase() });
              setGrade('');
            }}
          >
            <Input
              id="policy-grade"
              value={grade}
              maxLength={40}
              placeholder={t('policy.gradeExample')}
              onChange={(event) => {
                setGrade(event.target.value);
              }}
            />
            <Button htmlType="submit" icon={<PlusOutlined />} disabled={!grade.trim()}>
              {t('policy.add')}
            </Button>
          </form>
        </Field>
        {classes.choices.length > 0 && (
          <Field label={t('policy.forClass')} bound={{ id: 'policy-class' }}>
            <ChoiceInput
              id="policy-class"
              value={null}
              options={classes.choices}
              placeholder={t('policy.pickClass')}
              onChange={(picked) => {
                if (picked) add({ reach: 'CLASS', key: picked });
              }}
            />
          </Field>
        )}
        <Field label={t('policy.forCustomer')} bound={{ id: 'policy-customer' }}>
          <PartyPicker
            id="policy-customer"
            value={null}
            onChange={(picked) => {
              if (picked) add({ reach: 'CUSTOMER', key: picked.id });
            }}
          />
        </Field>
      </Fields>
      <Mute>{t('policy.exceptionsText')}</Mute>
    </Card>
  );
}

/** What holds for one customer, and why. */
function WhoGetsWhat({ view, rules }: { view: PoliciesView; rules: readonly PolicyRule[] }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const words = usePolicyWords(me.company.baseCurrency);
  const [customer, setCustomer] = useState<Picked | null>(null);
  const account = useQuery({
    queryKey: ['credit', customer?.id, 'terms'],
    enabled: customer !== null,
    queryFn: () => get(`/credit-accounts/${customer?.id ?? ''}`),
  });
  const record = useQuery({
    queryKey: ['customers', 'class', customer?.id],
    enabled: customer !== null,
    queryFn: () => get(`/customers/${customer?.id ?? ''}`),
  });
  const ofClass = record.data?.customer;
  const terms = account.data?.terms;
  const from = (rule: PolicyRule | undefined) =>
    t(`policy.from.${rule?.reach ?? 'NOBODY'}`, { grade: terms?.grade ?? '' });
  return (
    <Card title={t('policy.lookup')}>
      <div className="oa-stack">
        <Fields columns={2}>
          <Field label={t('account.customer')} bound={{ id: 'policy-lookup' }} help={t('policy.lookupText')}>
            <PartyPicker id="policy-lookup" value={customer} onChange={setCustomer} />
          </Field>
        </Fields>
        {account.isError && <Failure error={account.error} reset={() => void account.refetch()} />}
        {customer && terms && (
          <>
            <Facts
              facts={[
                {
                  label: t('account.customer'),
                  value: (
                    <RecordLink kind="customer" id={customer.id}>
                      {customer.label}
                    </RecordLink>
                  ),
                },
                { label: t('terms.grade'), value: terms.grade ?? t('policy.noGrade') },
                { label: t('policy.forClass'), value: ofClass?.customerClassName ?? null },
                {
                  label: t('terms.overdueDays'),
                  value: terms.overdueDays == null ? null : t('policy.ownOverdue', { days: terms.overdueDays }),
                },
                {
                  label: t('terms.termDays'),
                  value: terms.termDays == null ? null : t('terms.days', { days: terms.termDays }),
                },
              ]}
            />
            <DataTable<PolicyCheck>
              compact
              caption={t('policy.lookup')}
              rows={view.checks}
              rowKey={(check) => check.check}
              columns={[
                { key: 'check', title: t('policy.check'), pin: 'left', render: (check) => words.check(check.check) },
                ...view.points.map((point) => ({
                  key: point,
                  title: <PointTitle point={point} />,
                  render: (check: PolicyCheck) => {
                    const rule = effectiveRule(
                      rules,
                      point,
                      check.check,
                      customer.id,
                      terms.grade,
                      ofClass?.customerClass,
                    );
                    if (rule && rule.point !== point) {
                      return <Borrowed rule={rule} at={{ point, check: check.check }} />;
                    }
                    return (
                      <Explain how={words.sentence(rule, { point, check: check.check })}>
                        <EffectTag rule={rule} figures={rule ? words.figures(rule) : ''} />{' '}
                        <span className="oa-mute oa-small">{from(rule)}</span>
                      </Explain>
                    );
                  },
                })),
              ]}
            />
          </>
        )}
      </div>
    </Card>
  );
}

function SaveVersion({
  view,
  version,
  rules,
  whom,
  onClose,
  onSaved,
}: {
  view: PoliciesView;
  version: PolicyVersion;
  rules: PolicyRule[];
  whom: (whom: Whom) => string;
  onClose: () => void;
  onSaved: (version: number) => void;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const words = usePolicyWords(me.company.baseCurrency);
  const queries = useQueryClient();
  const { message } = App.useApp();
  const changed = differences(
    version.rules,
    rules,
    view.checks.map((check) => check.check),
    view.points,
  );
  const form = useForm({ note: '', rules }, async (values, key) => {
    const { version: made } = await post(
      '/credit/policies',
      { rules: values.rules, note: values.note.trim() },
      { key },
    );
    await queries.invalidateQueries({ queryKey: ['credit-policies'] });
    void message.success(t('policy.saved', { version: made }));
    onSaved(made);
  });
  // A fault of one rule is told with the rule's name: the table lies behind the drawer.
  const faults = rules.flatMap((rule, index) =>
    ['key', 'amount', 'percent', 'number', 'days', 'check'].flatMap((field) => {
      const said = form.error(`rules[${String(index)}].${field}`);
      return said ? [`${words.check(rule.check)}: ${said}`] : [];
    }),
  );
  const note = form.bind('note');
  return (
    <FormDrawer open width={640} title={t('policy.saveAs')} action={t('policy.saveAs')} form={form} onClose={onClose}>
      <div>{t('policy.saveText', { version: version.version })}</div>
      {form.error('rules') && <Alert type="error" showIcon title={faults.join(' ') || form.error('rules')} />}
      <Differences rows={changed} whom={whom} empty={t('policy.same', { version: version.version })} />
      <Field label={t('policy.note')} bound={note} form={form} name="note" must help={t('policy.noteHelp')}>
        <Input.TextArea
          id={note.id}
          autoFocus
          autoSize={{ minRows: 2 }}
          value={note.value}
          status={note.status}
          onChange={(event) => {
            note.onChange(event.target.value);
          }}
        />
      </Field>
    </FormDrawer>
  );
}

function Versions({
  view,
  whom,
  onSwitch,
}: {
  view: PoliciesView;
  whom: (whom: Whom) => string;
  onSwitch: (switching: Switching) => void;
}) {
  const { t } = useTranslation('credit');
  const navigate = useNavigate();
  const live = view.versions.find((version) => version.live);
  const [chosen, setChosen] = useState<number | null>(null);
  const compared = view.versions.find((version) => version.version === chosen);
  return (
    <>
      <Card flush>
        <DataTable<PolicyVersion>
          caption={t('policy.tab.versions')}
          rows={view.versions}
          rowKey={(version) => String(version.version)}
          current={chosen === null ? null : String(chosen)}
          columns={[
            {
              key: 'version',
              title: t('policy.version'),
              pin: 'left',
              render: (version) => (
                <Line tight nowrap>
                  <button
                    type="button"
                    className="oa-link"
                    onClick={() =>
                      void navigate({ to: '/credit/policies', search: { version: String(version.version) } as never })
                    }
                  >
                    V{version.version}
                  </button>
                  {version.live && <StatusTag tone="green">{t('policy.live')}</StatusTag>}
                  {version.shadow && <StatusTag tone="blue">{t('policy.onTrial')}</StatusTag>}
                </Line>
              ),
            },
            {
              key: 'note',
              title: t('policy.note'),
              render: (version) => (
                <span className="oa-pre">{version.version === 0 ? t('policy.builtIn') : version.note}</span>
              ),
            },
            {
              key: 'steps',
              title: '',
              render: (version) =>
                version.live ? null : (
                  <Line tight nowrap>
                    <Button
                      size="small"
                      onClick={() => {
                        setChosen(chosen === version.version ? null : version.version);
                      }}
                    >
                      {t('policy.compare')}
                    </Button>
                    <VersionSteps version={version} onSwitch={onSwitch} small />
                  </Line>
                ),
            },
            { key: 'by', title: t('policy.madeBy'), render: (version) => version.madeBy ?? '' },
            {
              key: 'at',
              title: t('policy.madeAt'),
              render: (version) => version.madeAt && <Instant value={version.madeAt} />,
            },
          ]}
        />
      </Card>
      {compared && live && (
        <Card title={t('policy.comparison', { version: compared.version, live: live.version })}>
          <Differences
            rows={differences(
              live.rules,
              compared.rules,
              view.checks.map((check) => check.check),
              view.points,
            )}
            whom={whom}
            empty={t('policy.same', { version: live.version })}
          />
        </Card>
      )}
      <Card title={t('policy.switches')}>
        {view.switches.length === 0 ? (
          <Mute>{t('policy.noSwitches')}</Mute>
        ) : (
          <Timeline
            items={view.switches.map((change) => ({
              key: change.at + change.mode,
              at: change.at,
              who: change.by ?? null,
              tone: change.mode === 'LIVE' ? ('green' as const) : ('blue' as const),
              what:
                change.version == null
                  ? t('policy.trialEnded')
                  : t(change.mode === 'LIVE' ? 'policy.wentLive' : 'policy.wentOnTrial', { version: change.version }),
              more: <div className="oa-soft oa-small">{change.reason}</div>,
            }))}
          />
        )}
      </Card>
    </>
  );
}

/** Puts a version in force or on trial, or ends the trial: says what will follow, then asks why. */
function Switch({
  view,
  switching,
  whom,
  onClose,
}: {
  view: PoliciesView;
  switching: Switching;
  whom: (whom: Whom) => string;
  onClose: () => void;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const live = view.versions.find((version) => version.live);
  const { version, mode } = switching;
  const how = version === null ? 'end' : mode;
  const past = useQuery({
    queryKey: ['credit-policies', 'past', 'both', live?.version, version?.version],
    enabled: how === 'live',
    queryFn: async () => ({
      now: await pastOrders(live?.version ?? 0),
      then: await pastOrders(version?.version ?? 0),
    }),
  });
  const form = useForm({ reason: '' }, async (values, key) => {
    const reason = values.reason.trim();
    const answer =
      how === 'live'
        ? await post(`/credit/policies/${String(version?.version)}/activation`, { reason }, { key })
        : await put('/credit/policy-on-trial', { version: version?.version ?? null, reason }, { key });
    queries.setQueryData(['credit-policies'], answer);
    void message.success(t(`policy.done.${how}`, { version: version?.version ?? '' }));
  });
  const reason = form.bind('reason');
  const money = (amount: string) => formatMoney(amount, me.company.baseCurrency);
  return (
    <FormDrawer
      open
      width={640}
      title={t(`policy.switch.${how}`, { version: version?.version ?? '' })}
      action={t(how === 'live' ? 'policy.makeLive' : how === 'trial' ? 'policy.putOnTrial' : 'policy.endTrial')}
      form={form}
      onClose={onClose}
    >
      <div>{t(`policy.follows.${how}`, { version: version?.version ?? '', live: live?.version ?? 0 })}</div>
      {how === 'live' && past.data && (
        <Alert
          type="info"
          showIcon
          title={t('policy.pastBoth', {
            orders: past.data.then.judged.orders,
            held: past.data.then.held.orders,
            heldAmount: money(past.data.then.held.amount),
            before: past.data.now.held.orders,
            beforeAmount: money(past.data.now.held.amount),
            live: live?.version ?? 0,
          })}
        />
      )}
      {how === 'live' && past.isPending && <Mute>{t('past.running')}</Mute>}
      {version && live && (
        <Differences
          rows={differences(
            live.rules,
            version.rules,
            view.checks.map((check) => check.check),
            view.points,
          )}
          whom={whom}
          empty={t('policy.same', { version: live.version })}
        />
      )}
      <Field label={t('policy.reason')} bound={reason} form={form} name="reason" must>
        <Input.TextArea
          id={reason.id}
          autoFocus
          autoSize={{ minRows: 2 }}
          value={reason.value}
          status={reason.status}
          onChange={(event) => {
            reason.onChange(event.target.value);
          }}
        />
      </Field>
    </FormDrawer>
  );
}
