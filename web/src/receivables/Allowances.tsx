import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, put, type Schema } from '../lib/api';
import { big, formatMoney, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import type { Tone } from '../lib/types';
import { Explain, Money, StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves, Sums } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Mute } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import { useAgeLabel } from './Ageing';

const TONES: Record<string, Tone> = { SUBMITTED: 'orange', APPLIED: 'green', CANCELLED: 'grey' };
/** The ages that rates are of, as the server counts them. */
const EDGES = [0, 30, 60, 90, 180, 365];

export function AllowanceList() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const may = useCan();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'new' | 'rates' | null>(null);
  const form = useForm({ asOf: me.today as string | null }, async (values, key) => {
    const made = await post('/allowances', { asOf: values.asOf }, { key });
    void navigate({ to: `/allowances/${made.id}` });
  });
  const close = () => {
    setAsking(null);
  };
  return (
    <>
      <ListPage
        list="allowances"
        create={{
          onClick: () => {
            setAsking('new');
          },
          label: t('allowance.new'),
          right: 'allowance.create',
        }}
        actions={
          may('allowance.edit') && (
            <Button
              onClick={() => {
                setAsking('rates');
              }}
            >
              {t('allowance.rates')}
            </Button>
          )
        }
        empty={{ title: t('allowance.none'), text: t('allowance.noneText') }}
      />
      <FormDrawer
        title={t('allowance.new')}
        action={t('allowance.new')}
        form={form}
        open={asking === 'new'}
        onClose={close}
      >
        <Fields columns={1}>
          <Field label={t('allowance.asOf')} form={form} name="asOf" must>
            <DateInput {...form.bind('asOf')} />
          </Field>
        </Fields>
      </FormDrawer>
      {asking === 'rates' && <Rates onClose={close} />}
    </>
  );
}

function Rates({ onClose }: { onClose: () => void }) {
  const query = useQuery({
    queryKey: ['allowance-rates'],
    queryFn: async () => ({ ...(await get('/allowance-rates')), ...(await get('/allowance-settings')) }),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  return query.data ? <RatesForm start={query.data} onClose={onClose} /> : null;
}

type By = Schema<'receivables.Allowances.Settings'>['by'];

const METHODS: By[] = ['AGE', 'EXPECTED_LOSS'];

function RatesForm({
  start,
  onClose,
}: {
  start: { rates: readonly Decimal[]; by: By; loss: Decimal };
  onClose: () => void;
}) {
  const { t } = useTranslation('receivables');
  const age = useAgeLabel(EDGES);
  const queries = useQueryClient();
  const [first] = useState(() => ({
    rates: start.rates.map((rate): Decimal | null => rate),
    by: start.by as By | null,
    loss: start.loss as Decimal | null,
  }));
  const form = useForm(first, async (values, key) => {
    await put('/allowance-settings', { by: values.by ?? 'AGE', loss: values.loss ?? '100' }, { key: newKey() });
    await put('/allowance-rates', { rates: values.rates.map((rate) => rate ?? '0') }, { key });
    await queries.invalidateQueries({ queryKey: ['allowance-rates'] });
  });
  const { rates } = form.values;
  return (
    <FormDrawer open title={t('allowance.rates')} action={t('allowance.save')} form={form} onClose={onClose}>
      <Fields columns={2}>
        <Field label={t('allowance.methodTitle')} form={form} name="by">
          <ChoiceInput
            {...form.bind('by')}
            options={METHODS.map((by) => ({ value: by, label: t(`allowance.method.${by}`) }))}
          />
        </Field>
        {form.values.by === 'EXPECTED_LOSS' && (
          <Field label={t('allowance.loss')} form={form} name="loss">
            <FigureInput {...form.bind('loss')} kind="quantity" />
          </Field>
        )}
      </Fields>
      <div className="oa-soft">
        {t(form.values.by === 'EXPECTED_LOSS' ? 'allowance.expectedHow' : 'allowance.ratesText')}
      </div>
      <Fields columns={2}>
        {rates.map((rate, bucket) => (
          <Field key={age(bucket)} label={age(bucket)} form={form} name={`rates[${String(bucket)}]`}>
            <FigureInput
              aria-label={age(bucket)}
              kind="quantity"
              value={rate}
              onChange={(next) => {
                form.set({ rates: rates.map((old, at) => (at === bucket ? next : old)) });
              }}
            />
          </Field>
        ))}
      </Fields>
    </FormDrawer>
  );
}

/** What may be lost as of a day, by age, and what of it is to be entered. */
export function AllowancePage() {
  const { t } = useTranslation('receivables');
  const id = useIdParam();
  const me = useMe();
  const age = useAgeLabel(EDGES);
  const record = useRecord('allowances', id);
  const moves = useMoves('allowances', id, record.data?.version, {});
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const a = record.data.data;
  const { need } = a;
  const currency = me.company.baseCurrency;
  const tone = TONES[a.state] ?? 'grey';
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{
          id,
          kind: 'allowance',
          number: a.number,
          state: a.state,
          tone,
          date: need.asOf,
          total: need.needed,
          currency,
        }}
        title={a.number}
        tags={<StateTag kind="allowance" state={a.state} tone={tone} />}
        subtitle={`${t('allowance.asOf')} ${need.asOf} · ${t(`allowance.method.${need.by}`)}`}
        moves={joinMoves(
          a.moves,
          [
            {
              name: 'apply',
              label: t('allowance.apply'),
              primary: true,
              confirm: {
                title: t('allowance.applyTitle', { number: a.number }),
                content: t('allowance.applyText', { date: need.asOf }),
              },
              run: () => {
                moves.run({ path: 'application' });
              },
            },
            {
              name: 'cancel',
              label: t('allowance.cancel'),
              danger: true,
              run: () => {
                moves.run({ path: 'cancellation' });
              },
            },
          ],
          moves.running === 'application' ? 'apply' : null,
        )}
      >
        <Card title={t('allowance.needed')}>
          <DataTable
            caption={t('allowance.needed')}
            rows={need.lines}
            rowKey={(line) => String(line.bucket)}
            columns={[
              { key: 'age', title: t('allowance.age'), render: (line) => age(line.bucket) },
              {
                key: 'amount',
                title: t('allowance.amount'),
                numeric: true,
                render: (line) => <Money value={line.amount} currency={currency} />,
              },
              ...(need.by === 'AGE'
                ? []
                : [
                    {
                      key: 'probability',
                      title: t('allowance.probability'),
                      numeric: true,
                      render: (line: (typeof need.lines)[number]) =>
                        line.history ? (
                          <Explain
                            how={t('allowance.probabilityHow', {
                              seen: formatMoney(line.history.seen, currency),
                              unpaid: formatMoney(line.history.unpaid, currency),
                            })}
                          >
                            {line.history.probability}
                          </Explain>
                        ) : (
                          <Mute>{t('allowance.noHistory')}</Mute>
                        ),
                    },
                    {
                      key: 'loss',
                      title: t('allowance.loss'),
                      numeric: true,
                      render: (line: (typeof need.lines)[number]) => line.history?.loss ?? '',
                    },
                  ]),
              { key: 'rate', title: t('allowance.rate'), numeric: true, render: (line) => line.rate },
              {
                key: 'needed',
                title: t('allowance.needed'),
                numeric: true,
                render: (line) => <Money value={line.needed} currency={currency} />,
              },
            ]}
          />
          {need.by === 'EXPECTED_LOSS' && <p className="oa-soft">{t('allowance.expectedHow')}</p>}
          <Sums
            sums={[
              { label: t('allowance.needed'), value: formatMoney(need.needed, currency) },
              { label: t('allowance.before'), value: formatMoney(need.before, currency) },
              {
                label: t('allowance.more'),
                value: formatMoney(big(need.needed).minus(need.before).toString(), currency),
                big: true,
              },
            ]}
          />
        </Card>
      </DocumentPage>
    </>
  );
}
