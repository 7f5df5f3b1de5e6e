import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { useCan, useMe } from '../lib/session';
import { StatusTag } from '../ui/cells';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput } from '../ui/inputs';
import { ListPage } from '../ui/ListPage';
import { PartyPicker, type Picked } from '../ui/Picker';
import { Timeline } from '../ui/Timeline';
import type { ExternalAlert } from './types';

const TOPICS = ['LAWSUIT', 'ENFORCEMENT', 'INSOLVENCY', 'TAX', 'REGISTRY', 'RATING', 'NEWS', 'OTHER'] as const;

/** What courts, tax office, registry and press say about customers: entered here or sent by a programme. */
export function Alerts() {
  const { t } = useTranslation('credit');
  return (
    <ListPage
      list="external-alerts"
      href={null}
      create={{
        label: t('alert.new'),
        right: 'external-alert.enter',
        drawer: (close) => <NewAlert onClose={close} />,
      }}
      views={[{ key: 'standing', label: t('alert.standing'), filter: ['withdrawnOn', 'empty'] }]}
      empty={{ title: t('alert.none'), text: t('alert.noneText') }}
    />
  );
}

function NewAlert({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('credit');
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const form = useForm(
    {
      customer: null as Picked | null,
      topic: 'LAWSUIT' as (typeof TOPICS)[number] | null,
      message: '',
      source: '',
      reference: '',
      date: me.today as string | null,
    },
    async (values, key) => {
      await post(
        '/external-alerts',
        {
          customer: values.customer?.id ?? null,
          topic: values.topic,
          message: values.message.trim(),
          source: values.source.trim(),
          reference: values.reference.trim() || null,
          date: values.date,
        },
        { key },
      );
      void message.success(t('alert.entered', { name: values.customer?.label ?? '' }));
      for (const list of ['external-alerts', 'credit-warnings', 'credit', 'credit-accounts']) {
        void queries.invalidateQueries({ queryKey: [list] });
      }
    },
  );
  const bound = form.bind('customer');
  return (
    <FormDrawer open title={t('alert.new')} action={t('alert.enter')} form={form} onClose={onClose}>
      <div>{t('alert.newText')}</div>
      <Fields columns={1}>
        <Field label={t('account.customer')} bound={bound} form={form} name="customer" must>
          <PartyPicker id={bound.id} value={bound.value} onChange={bound.onChange} />
        </Field>
        <Field label={t('alert.topicLabel')} form={form} name="topic" must>
          <ChoiceInput
            {...form.bind('topic')}
            options={TOPICS.map((value) => ({ value, label: t(`alert.topic.${value}`) }))}
          />
        </Field>
        <Field label={t('alert.date')} form={form} name="date" must>
          <DateInput {...form.bind('date')} />
        </Field>
        <TextField form={form} name="message" label={t('alert.message')} must area />
        <TextField form={form} name="source" label={t('alert.source')} help={t('alert.sourceHelp')} must />
        <TextField form={form} name="reference" label={t('alert.reference')} help={t('alert.referenceHelp')} />
      </Fields>
    </FormDrawer>
  );
}

/** The alerts about one customer, the latest first; those taken back say so. */
export function AlertTimeline({ alerts }: { alerts: readonly ExternalAlert[] }) {
  const { t } = useTranslation('credit');
  const may = useCan();
  const [withdrawing, setWithdrawing] = useState<ExternalAlert | null>(null);
  return (
    <>
      <Timeline
        items={alerts.map((alert) => ({
          key: alert.id,
          at: alert.date,
          who: alert.source,
          tone: alert.withdrawnOn ? ('grey' as const) : ('red' as const),
          what: (
            <>
              <StatusTag tone={alert.withdrawnOn ? 'grey' : 'red'}>{t(`alert.topic.${alert.topic}`)}</StatusTag>{' '}
              {alert.message}
            </>
          ),
          more: alert.withdrawnOn ? (
            <div className="oa-soft oa-small">
              {t('alert.withdrawn', { day: alert.withdrawnOn, reason: alert.withdrawalReason ?? '' })}
            </div>
          ) : (
            may('external-alert.withdraw') && (
              <Button
                type="text"
                size="small"
                onClick={() => {
                  setWithdrawing(alert);
                }}
              >
                {t('alert.withdraw')}
              </Button>
            )
          ),
        }))}
      />
      {withdrawing && (
        <Withdrawal
          alert={withdrawing}
          onClose={() => {
            setWithdrawing(null);
          }}
        />
      )}
    </>
  );
}

function Withdrawal({ alert, onClose }: { alert: ExternalAlert; onClose: () => void }) {
  const { t } = useTranslation('credit');
  const queries = useQueryClient();
  const form = useForm({ reason: '' }, async (values, key) => {
    await post(`/external-alerts/${alert.id}/withdrawal`, { reason: values.reason.trim() }, { key });
    await queries.invalidateQueries({ queryKey: ['credit'] });
    await queries.invalidateQueries({ queryKey: ['external-alerts'] });
  });
  return (
    <FormDrawer open danger title={t('alert.withdrawTitle')} action={t('alert.withdraw')} form={form} onClose={onClose}>
      <div>{t('alert.withdrawText')}</div>
      <Fields columns={1}>
        <TextField form={form} name="reason" label={t('alert.withdrawReason')} must area autoFocus />
      </Fields>
    </FormDrawer>
  );
}
