import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post } from '../lib/api';
import { serverText } from '../lib/i18n';
import { formatMoney, type Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { StateTag } from '../ui/cells';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Facts, Line, Stack } from '../ui/layout';
import { Link } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { PartyPicker, RecordPicker, type Picked } from '../ui/Picker';
import { problemText } from '../ui/problems';
import type { Tone } from '../lib/types';
import { useQuotes } from './quotes';

const TONES: Record<string, Tone> = { ASKED: 'orange', CONFIRMED: 'green', REFUSED: 'grey' };

/** What is granted beyond the terms: asked for by one, decided by another, kept for good. */
export function DiscountOverrides() {
  const { t } = useTranslation('receivables');
  const [open, setOpen] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <ListPage
        list="discount-overrides"
        href={null}
        onRow={(row: { id: string }) => {
          setOpen(row.id);
        }}
        create={{
          label: t('override.new'),
          right: 'discount-override.create',
          onClick: () => {
            setAsking(true);
          },
        }}
        views={[{ key: 'asked', label: t('override.asked'), filter: ['state', '=', 'ASKED'] }]}
        render={{
          state: (row) => (
            <StateTag
              kind="discount-override"
              state={String(row['state'])}
              tone={TONES[String(row['state'])] ?? 'grey'}
            />
          ),
        }}
        empty={{ title: t('override.none'), text: t('override.noneText') }}
      />
      {asking && (
        <Ask
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
      {open !== null && (
        <Decide
          id={open}
          onClose={() => {
            setOpen(null);
          }}
        />
      )}
    </>
  );
}

type What = 'STEP' | 'AMOUNT' | 'ORDER';
const WHAT: What[] = ['STEP', 'AMOUNT', 'ORDER'];

function Ask({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const queries = useQueryClient();
  const form = useForm(
    {
      what: 'STEP' as What | null,
      customer: null as Picked | null,
      item: null as string | null,
      rate: null as Decimal | null,
      until: me.today as string | null,
      amount: null as Decimal | null,
      order: null as Picked | null,
      term: null as string | null,
      reason: '',
    },
    async (values, key) => {
      const { what } = values;
      await post(
        '/discount-overrides',
        {
          what: what ?? 'STEP',
          item: what === 'ORDER' ? null : values.item,
          rate: what === 'STEP' ? values.rate : null,
          until: what === 'STEP' ? values.until : null,
          amount: what === 'AMOUNT' ? values.amount : null,
          order: what === 'ORDER' ? (values.order?.id ?? null) : null,
          term: what === 'ORDER' ? values.term : null,
          reason: values.reason.trim(),
        },
        { key },
      );
      await queries.invalidateQueries({ queryKey: ['discount-overrides'] });
    },
  );
  const { what, customer } = form.values;
  const quotes = useQuotes(customer?.id ?? null, me.today);
  const terms = useQuery({
    queryKey: ['discount-terms', 'choices'],
    queryFn: () => get('/discount-terms/choices'),
    enabled: what === 'ORDER',
  });
  return (
    <FormDrawer open title={t('override.new')} action={t('override.ask')} form={form} onClose={onClose}>
      <Fields columns={1}>
        <Field label={t('override.what')} form={form} name="what" must>
          <ChoiceInput
            {...form.bind('what')}
            options={WHAT.map((value) => ({
              value,
              label: serverText(`choice.discount-override.what.${value}`, value),
            }))}
          />
        </Field>
        {what === 'ORDER' ? (
          <>
            <Field label={t('discount.scope.ORDER')} form={form} name="order" must>
              <RecordPicker
                {...form.bind('order')}
                list="sales-orders"
                label={(row) => String(row['number'])}
                describe={(row) => String(row['date'])}
              />
            </Field>
            <Field label={t('discount.term')} form={form} name="term">
              <ChoiceInput
                {...form.bind('term')}
                options={(terms.data?.terms ?? []).map(({ term, notation }) => ({
                  value: term.id,
                  label: `${term.code} · ${notation}`,
                }))}
              />
            </Field>
          </>
        ) : (
          <>
            <Field label={t('field.customer')} bound={form.bind('customer')} must>
              <PartyPicker {...form.bind('customer')} />
            </Field>
            <Field label={t('override.item')} form={form} name="item" must>
              <ChoiceInput
                {...form.bind('item')}
                options={Object.values(quotes).flatMap((item) =>
                  item
                    ? [
                        {
                          value: item.item,
                          label: `${item.number} · ${item.date} · ${item.own ? formatMoney(item.own.open, item.own.currency) : formatMoney(item.open, me.company.baseCurrency)}`,
                        },
                      ]
                    : [],
                )}
              />
            </Field>
          </>
        )}
        {what === 'STEP' && (
          <>
            <Field label={t('override.rate')} form={form} name="rate" must>
              <FigureInput {...form.bind('rate')} kind="quantity" />
            </Field>
            <Field label={t('override.until')} form={form} name="until" must>
              <DateInput {...form.bind('until')} />
            </Field>
          </>
        )}
        {what === 'AMOUNT' && (
          <Field label={t('field.amount')} form={form} name="amount" must>
            <FigureInput
              {...form.bind('amount')}
              currency={(form.values.item ? quotes[form.values.item]?.own?.currency : null) ?? me.company.baseCurrency}
            />
          </Field>
        )}
        <TextField form={form} name="reason" label={t('receipt.reason')} must />
      </Fields>
      <div className="oa-mute oa-small">{t('override.text')}</div>
    </FormDrawer>
  );
}

function Decide({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const record = useQuery({
    queryKey: ['discount-overrides', 'record', id],
    queryFn: () => get(`/discount-overrides/${id}`),
  });
  const o = record.data;
  const decide = async (send: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await send();
      for (const key of ['discount-overrides', 'open-items', 'credit']) {
        await queries.invalidateQueries({ queryKey: [key] });
      }
      onClose();
    } catch (error) {
      void message.error(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  const own = o?.askedBy === me.user.id;
  return (
    <Drawer open title={o?.number ?? ''} onClose={onClose} size={480}>
      {o && (
        <Stack>
          <Facts
            facts={[
              { label: t('override.what'), value: serverText(`choice.discount-override.what.${o.what}`, o.what) },
              { label: t('override.rate'), value: o.rate == null ? null : `${o.rate} %` },
              { label: t('override.until'), value: o.until },
              {
                label: t('field.amount'),
                value: o.amount == null ? null : formatMoney(o.amount, me.company.baseCurrency),
              },
              { label: t('receipt.reason'), value: o.reason },
              { label: t('override.decision'), value: o.decision || null },
            ]}
          />
          <Link to={`/discount-quote?customer=${o.party}`}>{t('coming.quote')}</Link>
          {o.state === 'ASKED' && may('discount-override.confirm') && (
            <>
              {own && <span className="oa-orange">{t('override.own')}</span>}
              <Field label={t('override.why')} bound={{ id: 'override-why' }}>
                <Input
                  id="override-why"
                  value={why}
                  onChange={(event) => {
                    setWhy(event.target.value);
                  }}
                />
              </Field>
              <Line>
                <Button
                  type="primary"
                  loading={busy}
                  disabled={own}
                  onClick={() => {
                    void decide(() => post(`/discount-overrides/${id}/confirmation`, undefined, { key: newKey() }));
                  }}
                >
                  {t('override.confirm')}
                </Button>
                <Button
                  danger
                  disabled={own || busy || why.trim() === ''}
                  onClick={() => {
                    void decide(() =>
                      post(`/discount-overrides/${id}/refusal`, { reason: why.trim() }, { key: newKey() }),
                    );
                  }}
                >
                  {t('override.refuse')}
                </Button>
              </Line>
            </>
          )}
        </Stack>
      )}
    </Drawer>
  );
}
