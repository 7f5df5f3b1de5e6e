import { CloseOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, post, put } from '../lib/api';
import { big, formatMoney, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useMe } from '../lib/session';
import { fromTo, Money, Share, StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useRecord } from '../ui/document';
import { useStoppable } from '../ui/stoppable';
import { DocumentPage } from '../ui/DocumentPage';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Facts, Line, Mute } from '../ui/layout';
import { Link } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { PartyPicker, UserPicker } from '../ui/Picker';
import { PoolBar, largest } from './PoolBar';
import type { Basis, SharedLimit, SharedLimitView } from './types';

const BASES: Basis[] = ['GROUP', 'SALESPERSON', 'DEPARTMENT'];

export function SharedLimits() {
  const { t } = useTranslation('credit');
  const navigate = useNavigate();
  return (
    <ListPage
      list="shared-limits"
      href={(row) => `/credit/shared-limits/${row.id}`}
      create={{
        label: t('shared.new'),
        right: 'shared-limit.create',
        drawer: (close) => (
          <Editor
            limit={null}
            version={null}
            onClose={close}
            onSaved={(id) => void navigate({ to: `/credit/shared-limits/${id}` })}
          />
        ),
      }}
      views={[
        { key: 'over', label: t('shared.over'), filter: ['free', '<', '0'], sort: 'free' },
        { key: 'stopped', label: t('shared.stopped'), filter: ['state', 'in', ['STOPPED']] },
      ]}
      empty={{ title: t('shared.none'), text: t('shared.noneText') }}
    />
  );
}

export function SharedLimitPage() {
  const id = useIdParam();
  const record = useRecord('shared-limits', id);
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  return <Shown view={record.data.data} version={record.data.version} />;
}

function Shown({ view, version }: { view: SharedLimitView; version: string | null }) {
  const { t } = useTranslation('credit');
  const { limit, currency } = view;
  const figures = { name: limit.name, count: limit.memberCount, used: formatMoney(limit.exposure, currency) };
  const { moves, buttons, tone, editing, endEditing } = useStoppable({
    plural: 'shared-limits',
    right: 'shared-limit',
    list: '/credit/shared-limits',
    record: limit,
    version,
    said: view.moves,
    touches: ['credit'],
    asksBack: true,
    word: (key) => t(`shared.${key}`, figures),
  });
  const unlisted = limit.members.reduce((rest, member) => rest.minus(big(member.exposure)), big(limit.exposure));
  const part = (exposure: Decimal, whole: Decimal | null | undefined) =>
    whole == null || big(whole).lte(0) || big(exposure).lte(0) ? '0' : big(exposure).div(big(whole)).toFixed(4);
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{ id: limit.id, kind: 'shared-limit', number: limit.code, state: limit.state, tone }}
        title={limit.name}
        tags={<StateTag kind="shared-limit" state={limit.state} tone={tone} />}
        subtitle={
          <Line tight>
            <span>{limit.code}</span>
            <span>{t(`basis.${limit.basis}`)}</span>
            {limit.whoseName && (
              <span>
                {limit.basis === 'GROUP' && limit.whose ? (
                  <Link to={`/customers/${limit.whose}`}>{limit.whoseName}</Link>
                ) : (
                  limit.whoseName
                )}
              </span>
            )}
            <span>{t('shared.members', { count: limit.memberCount })}</span>
          </Line>
        }
        moves={buttons}
        facts={
          limit.validFrom || limit.validTo || limit.note ? (
            <Facts
              facts={[
                { label: t('terms.valid'), value: fromTo(limit.validFrom, limit.validTo) },
                { label: t('shared.note'), value: limit.note },
              ]}
            />
          ) : null
        }
      >
        <Card>
          <PoolBar
            title={t('shared.title')}
            limit={limit.limit}
            exposure={limit.exposure}
            free={limit.free}
            currency={currency}
            parts={[
              ...largest(
                limit.members.map((member) => ({ key: member.id, label: member.name, amount: member.exposure })),
                t('shared.others'),
              ),
              ...(limit.memberCount > limit.members.length
                ? [{ key: 'unlisted', label: t('shared.unlisted'), amount: unlisted.toFixed() }]
                : []),
            ]}
          />
        </Card>
        <Card
          flush
          title={
            limit.memberCount > limit.members.length
              ? t('shared.membersMost', { count: limit.members.length })
              : t('shared.membersTitle')
          }
        >
          <DataTable
            caption={t('shared.membersTitle')}
            rows={limit.members}
            rowKey={(member) => member.id}
            foot
            href={(member) => `/credit/accounts/${member.id}`}
            empty={
              <EmptyState
                title={t('shared.noMembers')}
                text={t(
                  !limit.whose && limit.basis === 'GROUP'
                    ? 'shared.noMembersText'
                    : limit.basis === 'GROUP'
                      ? 'shared.followsGroupText'
                      : 'shared.followsText',
                )}
              />
            }
            columns={[
              {
                key: 'name',
                title: t('account.customer'),
                pin: 'left',
                render: (member) => <Link to={`/credit/accounts/${member.id}`}>{member.name}</Link>,
                foot: t('shared.sum'),
              },
              {
                key: 'exposure',
                title: t('shared.used'),
                numeric: true,
                render: (member) => <Money value={member.exposure} currency={currency} />,
                foot: <Money value={limit.exposure} currency={currency} strong />,
              },
              {
                key: 'share',
                title: t('shared.shareOfUse'),
                render: (member) => <Share value={part(member.exposure, limit.exposure)} />,
              },
              {
                key: 'ofLimit',
                title: t('shared.shareOfLimit'),
                render: (member) => (limit.limit == null ? '–' : <Share value={part(member.exposure, limit.limit)} />),
              },
              { key: 'code', title: t('shared.code'), render: (member) => <Mute>{member.code}</Mute> },
            ]}
          />
        </Card>
      </DocumentPage>
      {editing && (
        <Editor key={version} limit={limit} version={version} onClose={endEditing} onSaved={() => undefined} />
      )}
    </>
  );
}

interface Member {
  id: string;
  name: string;
}

interface Whose {
  id: string;
  label: string;
}

function Editor({
  limit,
  version,
  onClose,
  onSaved,
}: {
  limit: SharedLimit | null;
  version: string | null;
  onClose: () => void;
  onSaved: (id: string) => void;
}) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const currency = me.company.baseCurrency;
  const form = useForm(
    {
      code: limit?.code ?? '',
      name: limit?.name ?? '',
      basis: (limit?.basis ?? 'GROUP') as Basis | null,
      limit: limit?.limit ?? null,
      validFrom: limit?.validFrom ?? null,
      validTo: limit?.validTo ?? null,
      note: limit?.note ?? '',
      whose: (limit?.whose ? { id: limit.whose, label: limit.whoseName ?? '…' } : null) as Whose | null,
      members: (limit && !limit.whose ? limit.members : []) as Member[],
      // A group's customers are listed, or follow who belongs to a customer; others' always follow.
      listed: limit ? limit.whose == null : true,
    },
    async (values, key) => {
      const { listed: isListed, ...entered } = values;
      const byName = values.basis === 'GROUP' && isListed;
      const body = {
        ...entered,
        code: values.code.trim(),
        name: values.name.trim(),
        note: values.note.trim() || null,
        whose: byName ? null : (values.whose?.id ?? null),
        members: byName ? values.members.map((member) => member.id) : [],
      };
      const saved = await (limit
        ? put(`/shared-limits/${limit.id}`, body, { key, version })
        : post('/shared-limits', body, { key }));
      await Promise.all(
        ['shared-limits', 'credit'].map((queryKey) => queries.invalidateQueries({ queryKey: [queryKey] })),
      );
      void message.success(t('shared.saved', { name: saved.limit.name }));
      onSaved(saved.limit.id);
    },
  );
  const { members, basis } = form.values;
  const listed = basis === 'GROUP' && form.values.listed;
  const add = (more: readonly Member[]) => {
    form.set({ members: [...members, ...more.filter((one) => !members.some((known) => known.id === one.id))] });
  };
  const faults = members.flatMap((member, index) => {
    const said = form.error(`members[${String(index)}]`);
    return said ? [`${member.name}: ${said}`] : [];
  });
  const text = (name: 'code' | 'name' | 'note', must = false) => (
    <TextField form={form} name={name} label={t(`shared.${name}`)} must={must} wide={name === 'note'} />
  );
  return (
    <FormDrawer
      open
      width={620}
      title={limit ? limit.name : t('shared.new')}
      action={t(limit ? 'shared.save' : 'shared.create')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={2}>
        {text('code', true)}
        {text('name', true)}
        <Field label={t('shared.basis')} form={form} name="basis" help={limit ? t('shared.basisStays') : undefined}>
          <ChoiceInput
            {...form.bind('basis')}
            disabled={limit !== null}
            options={BASES.map((value) => ({ value, label: t(`basis.${value}`) }))}
            onChange={(value) => {
              form.set({ basis: value, whose: null });
            }}
          />
        </Field>
        <Field label={t('terms.limit')} form={form} name="limit" help={t('terms.limitHelp')}>
          <FigureInput {...form.bind('limit')} currency={currency} suffix={currency} />
        </Field>
        <Field label={t('terms.validFrom')} form={form} name="validFrom">
          <DateInput {...form.bind('validFrom')} />
        </Field>
        <Field label={t('terms.validTo')} form={form} name="validTo">
          <DateInput {...form.bind('validTo')} />
        </Field>
        {text('note')}
        {basis === 'GROUP' && (
          <Field label={t('shared.who')} wide>
            <ChoiceInput
              aria-label={t('shared.who')}
              value={listed ? 'listed' : 'follow'}
              options={(['listed', 'follow'] as const).map((value) => ({ value, label: t(`shared.${value}`) }))}
              onChange={(value) => {
                form.set({ listed: value !== 'follow' });
              }}
            />
          </Field>
        )}
        {basis && !listed && (
          <Field
            label={t(`shared.whose.${basis}`)}
            form={form}
            name="whose"
            must
            wide
            help={<Follows basis={basis} whose={form.values.whose} />}
          >
            <WhosePicker
              basis={basis}
              whose={form.values.whose}
              onChange={(whose) => {
                form.set({ whose });
              }}
            />
          </Field>
        )}
      </Fields>
      {listed && (
        <div className="oa-field">
          <div className="label">{t('shared.members', { count: members.length })}</div>
          <PartyPicker
            value={null}
            aria-label={t('shared.addMember')}
            placeholder={t('shared.addMember')}
            onChange={(picked) => {
              if (picked) add([{ id: picked.id, name: picked.label }]);
            }}
          />
          {form.error('members') && (
            <div className="said error" role="alert">
              {faults.join(' ') || form.error('members')}
            </div>
          )}
          <div className="oa-chips oa-members">
            {members.map((member) => (
              <span key={member.id} className="oa-chip plain">
                <span>{member.name}</span>
                <button
                  type="button"
                  aria-label={t('shared.remove', { name: member.name })}
                  onClick={() => {
                    form.set({ members: members.filter((other) => other.id !== member.id) });
                  }}
                >
                  <CloseOutlined />
                </button>
              </span>
            ))}
          </div>
        </div>
      )}
    </FormDrawer>
  );
}

/** Who will draw on it, before it is saved. */
function Follows({ basis, whose }: { basis: Basis; whose: Whose | null }) {
  const { t } = useTranslation('credit');
  const found = useQuery({
    queryKey: ['shared-limits', 'candidates', basis, whose?.id],
    enabled: whose !== null,
    queryFn: () => get('/shared-limits/candidates', { basis, whose: whose?.id ?? '' }),
  });
  return whose && found.data
    ? t(basis === 'GROUP' ? 'shared.followsGroup' : 'shared.follows', {
        count: found.data.customers.length,
        name: whose.label,
      })
    : t(basis === 'GROUP' ? 'shared.followsGroupText' : 'shared.followsText');
}

/** The salesperson, department or customer whose customers draw on the limit. */
function WhosePicker({
  basis,
  whose,
  onChange,
}: {
  basis: Basis;
  whose: Whose | null;
  onChange: (whose: Whose | null) => void;
}) {
  const { t } = useTranslation('credit');
  const departments = useQuery({
    queryKey: ['departments'],
    enabled: basis === 'DEPARTMENT',
    queryFn: () => get('/departments'),
  });
  if (basis === 'GROUP') {
    return (
      <PartyPicker
        value={whose}
        aria-label={t('shared.whose.GROUP')}
        placeholder={t('shared.whose.GROUP')}
        onChange={onChange}
      />
    );
  }
  return basis === 'SALESPERSON' ? (
    <UserPicker
      value={whose}
      aria-label={t('shared.whose.SALESPERSON')}
      placeholder={t('shared.whose.SALESPERSON')}
      onChange={onChange}
    />
  ) : (
    <ChoiceInput
      aria-label={t('shared.whose.DEPARTMENT')}
      value={whose?.id ?? null}
      placeholder={t('shared.whose.DEPARTMENT')}
      options={(departments.data?.rows ?? []).map((one) => ({ value: one.id, label: one.name }))}
      onChange={(id) => {
        const one = departments.data?.rows.find((department) => department.id === id);
        onChange(one ? { id: one.id, label: one.name } : null);
      }}
    />
  );
}
