import { DeleteOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { put, read } from '../lib/api';
import type { Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields, useForm } from '../ui/form';
import { FigureInput } from '../ui/inputs';
import { Card, Line, Mute } from '../ui/layout';
import { UserPicker } from '../ui/Picker';
import { useColleagues } from './policyWords';
import type { Authority, ReleaseSettings } from './types';

function useSettings() {
  return useQuery({
    queryKey: ['credit-settings'],
    queryFn: async () => {
      const { data, version } = await read('/credit/settings');
      return { data, version: version ?? String(data.version) };
    },
  });
}

/** How releases are given, as the release itself wants to know it; nothing for those who may not see it. */
export function useReleaseSettings(): ReleaseSettings | null {
  const may = useCan();
  const query = useQuery({
    queryKey: ['credit-settings', 'known'],
    enabled: may('credit-policy.view'),
    queryFn: async () => (await read('/credit/settings')).data,
  });
  return query.data ?? null;
}

/** How far this person may release; null: nothing bounds them. While nobody is named nobody is bound, afterwards only those named release. */
export function authorityOf(settings: ReleaseSettings | null, user: string): Authority | null {
  if (!settings || settings.authorities.length === 0) return null;
  return settings.authorities.find((one) => one.user === user) ?? { user, amount: '0', termDays: 0, validDays: 0 };
}

/** How releases are given: by themselves, by two, for how long, and by whom up to how much. */
export function ReleaseRules() {
  const query = useSettings();
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!query.data) return null;
  return <SettingsForm key={query.data.version} settings={query.data.data} version={query.data.version} />;
}

function SettingsForm({ settings, version }: { settings: ReleaseSettings; version: string }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const may = useCan();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const colleague = useColleagues();
  const currency = me.company.baseCurrency;
  const locked = !may('credit-policy.switch');
  const form = useForm(
    {
      autoRelease: settings.autoRelease,
      twoPersonAbove: settings.twoPersonAbove ?? null,
      disputedOverdue: settings.disputedOverdue,
      sharedLimits: settings.sharedLimits,
      releaseDays: String(settings.releaseDays) as Decimal | null,
      authorities: settings.authorities,
    },
    async (values, key) => {
      await put(
        '/credit/settings',
        { ...values, releaseDays: values.releaseDays === null ? 7 : Math.trunc(Number(values.releaseDays)) },
        { key, version },
      );
      void message.success(t('release.saved'));
      await queries.invalidateQueries({ queryKey: ['credit-settings'] });
    },
  );
  const { authorities } = form.values;
  const set = (user: string, part: Partial<Authority>) => {
    form.set({ authorities: authorities.map((one) => (one.user === user ? { ...one, ...part } : one)) });
  };
  const days = (field: 'termDays' | 'validDays') => ({
    key: field,
    title: t(`release.${field}`),
    render: (one: Authority, index: number) => (
      <FigureInput
        kind="quantity"
        disabled={locked}
        value={one[field] == null ? null : String(one[field])}
        placeholder={t('release.unbounded')}
        suffix={t('policy.days')}
        status={form.error(`authorities[${String(index)}].${field}`) ? 'error' : ''}
        aria-label={`${colleague(one.user)} ${t(`release.${field}`)}`}
        onChange={(value) => {
          set(one.user, { [field]: value === null ? null : Math.trunc(Number(value)) });
        }}
      />
    ),
  });
  return (
    <form
      className="oa-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Card
        title={t('release.title')}
        extra={
          !locked && (
            <Button type="primary" htmlType="submit" loading={form.busy} disabled={!form.changed}>
              {t('release.save')}
            </Button>
          )
        }
      >
        <div className="oa-stack">
          {form.general && <Alert type="error" showIcon title={form.general} />}
          <Checkbox
            disabled={locked}
            checked={form.values.autoRelease}
            onChange={(event) => {
              form.set({ autoRelease: event.target.checked });
            }}
          >
            {t('release.auto')}
          </Checkbox>
          <Checkbox
            disabled={locked}
            checked={form.values.disputedOverdue}
            onChange={(event) => {
              form.set({ disputedOverdue: event.target.checked });
            }}
          >
            {t('release.disputed')}
          </Checkbox>
          <Mute>{t('release.disputedHelp')}</Mute>
          <Checkbox
            disabled={locked}
            checked={form.values.sharedLimits === 'ANY'}
            onChange={(event) => {
              form.set({ sharedLimits: event.target.checked ? 'ANY' : 'ALL' });
            }}
          >
            {t('release.anyShared')}
          </Checkbox>
          <Mute>{t('release.anySharedHelp')}</Mute>
          <Fields columns={2}>
            <Field label={t('release.twoPerson')} form={form} name="twoPersonAbove" help={t('release.twoPersonHelp')}>
              <FigureInput {...form.bind('twoPersonAbove')} disabled={locked} currency={currency} suffix={currency} />
            </Field>
            <Field label={t('release.days')} form={form} name="releaseDays" must help={t('release.daysHelp')}>
              <FigureInput {...form.bind('releaseDays')} disabled={locked} kind="quantity" suffix={t('policy.days')} />
            </Field>
          </Fields>
        </div>
      </Card>
      <Card title={t('release.authorities')}>
        <div className="oa-stack">
          {authorities.length === 0 ? (
            <Mute>{t('release.nobody')}</Mute>
          ) : (
            <>
              <Mute>{t('release.onlyThese')}</Mute>
              <DataTable<Authority>
                caption={t('release.authorities')}
                rows={authorities}
                rowKey={(one) => one.user}
                columns={[
                  { key: 'user', title: t('release.person'), pin: 'left', render: (one) => colleague(one.user) || '…' },
                  {
                    key: 'amount',
                    title: t('release.amount'),
                    render: (one, index) => (
                      <FigureInput
                        disabled={locked}
                        value={one.amount ?? null}
                        currency={currency}
                        suffix={currency}
                        placeholder={t('release.unbounded')}
                        status={form.error(`authorities[${String(index)}].amount`) ? 'error' : ''}
                        aria-label={`${colleague(one.user)} ${t('release.amount')}`}
                        onChange={(amount) => {
                          set(one.user, { amount });
                        }}
                      />
                    ),
                  },
                  days('termDays'),
                  days('validDays'),
                  {
                    key: 'remove',
                    title: '',
                    render: (one) =>
                      !locked && (
                        <Button
                          type="text"
                          icon={<DeleteOutlined />}
                          aria-label={t('release.remove', { name: colleague(one.user) })}
                          onClick={() => {
                            form.set({ authorities: authorities.filter((other) => other.user !== one.user) });
                          }}
                        />
                      ),
                  },
                ]}
              />
            </>
          )}
          {form.error('authorities') && <Alert type="error" showIcon title={form.error('authorities')} />}
          {!locked && (
            <Line>
              <span style={{ width: 260 }}>
                <UserPicker
                  value={null}
                  aria-label={t('release.add')}
                  placeholder={t('release.add')}
                  onChange={(picked) => {
                    if (picked && !authorities.some((one) => one.user === picked.id)) {
                      form.set({
                        authorities: [
                          ...authorities,
                          { user: picked.id, amount: null, termDays: null, validDays: null },
                        ],
                      });
                    }
                  }}
                />
              </span>
            </Line>
          )}
        </div>
      </Card>
    </form>
  );
}
