import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, Problem, put } from '../lib/api';
import { formatMoney, type Decimal } from '../lib/money';
import { useCan } from '../lib/session';
import { fromTo, Money, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Line, Mute } from '../ui/layout';
import { Timeline } from '../ui/Timeline';
import type { LineLimitView } from './types';

/** A customer's limits by product line, and the lines there are to choose from. */
export function useLineLimits(customer: string | null | undefined) {
  const may = useCan();
  return useQuery({
    queryKey: ['credit', customer, 'line-limits'],
    enabled: Boolean(customer) && may('credit-account.view'),
    queryFn: () => get(`/credit-accounts/${customer ?? ''}/line-limits`),
  });
}

/** What a customer may owe for the products of some lines: how much is used, who set it and why. */
export function LineLimits({ id }: { id: string }) {
  const { t } = useTranslation('credit');
  const may = useCan();
  const query = useLineLimits(id);
  const [editing, setEditing] = useState<LineLimitView | 'new' | null>(null);
  const [ending, setEnding] = useState<LineLimitView | null>(null);
  const history = useQuery({
    queryKey: ['credit', id, 'line-limits', 'history'],
    queryFn: () => get(`/credit-accounts/${id}/line-limits/history`),
  });
  if (!query.data) return null;
  const { limits, lines, currency } = query.data;
  const past = history.data ?? [];
  const mayGrant = may('credit-account.grant');
  if (limits.length === 0 && past.length === 0 && (!mayGrant || lines.length === 0)) return null;
  return (
    <Card
      title={t('lines.title')}
      extra={
        mayGrant && (
          <Button
            onClick={() => {
              setEditing('new');
            }}
          >
            {t('lines.add')}
          </Button>
        )
      }
    >
      <div className="oa-stack">
        <Mute>{limits.length === 0 ? t('lines.none') : t('lines.what')}</Mute>
        {limits.length > 0 && (
          <DataTable<LineLimitView>
            compact
            caption={t('lines.title')}
            rows={limits}
            rowKey={(limit) => limit.category}
            columns={[
              { key: 'line', title: t('lines.line'), pin: 'left', render: (limit) => limit.name },
              {
                key: 'limit',
                title: t('lines.limit'),
                numeric: true,
                render: (limit) => <Money value={limit.limit} currency={currency} />,
              },
              {
                key: 'used',
                title: t('lines.used'),
                numeric: true,
                render: (limit) => <Money value={limit.used} currency={currency} />,
              },
              {
                key: 'available',
                title: t('lines.available'),
                numeric: true,
                render: (limit) => <Money value={limit.available} currency={currency} />,
              },
              {
                key: 'valid',
                title: t('lines.valid'),
                render: (limit) => fromTo(limit.validFrom, limit.validTo),
              },
              {
                key: 'state',
                title: t('lines.state'),
                render: (limit) =>
                  limit.stopped ? (
                    <StatusTag tone="red">{t('lines.stopped')}</StatusTag>
                  ) : (
                    <StatusTag tone="green">{t('lines.stoppedNo')}</StatusTag>
                  ),
              },
              {
                key: 'do',
                title: '',
                render: (limit) =>
                  mayGrant && (
                    <Line tight>
                      <Button
                        size="small"
                        onClick={() => {
                          setEditing(limit);
                        }}
                      >
                        {t('lines.change')}
                      </Button>
                      <Button
                        size="small"
                        danger
                        onClick={() => {
                          setEnding(limit);
                        }}
                      >
                        {t('lines.end')}
                      </Button>
                    </Line>
                  ),
              },
            ]}
          />
        )}
        {past.length > 0 && (
          <details>
            <summary>{t('lines.history')}</summary>
            <Timeline
              items={past.map((then) => ({
                key: `${then.category}-${String(then.version)}`,
                at: then.at,
                who: then.by ?? null,
                what: (
                  <>
                    {then.name} · {then.limit == null ? t('lines.ended') : formatMoney(then.limit, currency)}
                    {then.stopped && ` · ${t('lines.stopped')}`}
                  </>
                ),
                more: <div className="oa-soft oa-small">{then.reason}</div>,
              }))}
            />
          </details>
        )}
      </div>
      {editing && (
        <LimitForm
          id={id}
          limit={editing === 'new' ? null : editing}
          lines={lines
            .filter((line) => !limits.some((limit) => limit.category === line.id))
            .map((line) => ({ value: line.id, label: line.name }))}
          currency={currency}
          onClose={() => {
            setEditing(null);
          }}
        />
      )}
      {ending && (
        <EndForm
          id={id}
          limit={ending}
          onClose={() => {
            setEnding(null);
          }}
        />
      )}
    </Card>
  );
}

function useAfterwards() {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: ['credit'] });
  };
}

function LimitForm({
  id,
  limit,
  lines,
  currency,
  onClose,
}: {
  id: string;
  limit: LineLimitView | null;
  lines: readonly { value: string; label: string }[];
  currency: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('credit');
  const done = useAfterwards();
  const form = useForm(
    {
      category: limit?.category ?? null,
      limit: (limit?.limit ?? null) as Decimal | null,
      validFrom: limit?.validFrom ?? null,
      validTo: limit?.validTo ?? null,
      state: (limit?.stopped ? 'STOPPED' : 'ACTIVE') as 'STOPPED' | 'ACTIVE' | null,
      reason: '',
    },
    async ({ category, state, reason, ...values }, key) => {
      // It is part of the address, so that the server can't miss it.
      if (category === null) {
        throw new Problem(400, { errors: [{ field: 'category', code: 'required', message: t('lines.choose') }] });
      }
      await put(
        `/credit-accounts/${id}/line-limits/${category}`,
        { ...values, stopped: state === 'STOPPED', reason: reason.trim(), version: limit?.version ?? 0 },
        { key },
      );
    },
  );
  const day = (name: 'validFrom' | 'validTo') => (
    <Field label={t(`lines.${name}`)} bound={form.bind(name)} form={form} name={name}>
      <DateInput {...form.bind(name)} />
    </Field>
  );
  return (
    <FormDrawer
      open
      title={limit ? limit.name : t('lines.add')}
      action={t('lines.save')}
      form={form}
      onClose={onClose}
      onDone={done}
    >
      <Fields columns={2}>
        {!limit && (
          <Field label={t('lines.line')} bound={form.bind('category')} form={form} name="category" must wide>
            <ChoiceInput {...form.bind('category')} options={lines} />
          </Field>
        )}
        <Field label={t('lines.limit')} bound={form.bind('limit')} form={form} name="limit" must>
          <FigureInput {...form.bind('limit')} currency={currency} />
        </Field>
        <Field label={t('lines.state')} bound={form.bind('state')} form={form} name="stopped">
          <ChoiceInput
            {...form.bind('state')}
            options={[
              { value: 'ACTIVE', label: t('lines.stoppedNo') },
              { value: 'STOPPED', label: t('lines.stopped') },
            ]}
          />
        </Field>
        {day('validFrom')}
        {day('validTo')}
        <TextField form={form} name="reason" label={t('lines.reason')} must wide />
      </Fields>
    </FormDrawer>
  );
}

function EndForm({ id, limit, onClose }: { id: string; limit: LineLimitView; onClose: () => void }) {
  const { t } = useTranslation('credit');
  const done = useAfterwards();
  const form = useForm({ reason: '' }, (values, key) =>
    post(
      `/credit-accounts/${id}/line-limits/${limit.category}/end`,
      { reason: values.reason.trim(), version: limit.version },
      { key },
    ),
  );
  return (
    <FormDrawer
      open
      danger
      title={t('lines.endTitle', { line: limit.name })}
      action={t('lines.end')}
      form={form}
      onClose={onClose}
      onDone={done}
    >
      <Mute>{t('lines.endWhat')}</Mute>
      <TextField form={form} name="reason" label={t('lines.reason')} must autoFocus />
    </FormDrawer>
  );
}
