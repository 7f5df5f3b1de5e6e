import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, put, remove, type Schema } from '../lib/api';
import { serverText } from '../lib/i18n';
import { formatMoney, parseFigure, type Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { DataTable } from '../ui/DataTable';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, FigureInput } from '../ui/inputs';
import { Card, Line, Stack } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import { PartyPicker, type Picked } from '../ui/Picker';
import { problemText } from '../ui/problems';

type TermView = Schema<'receivables.TermView'>;
type Start = TermView['term']['countedFrom'];
const STARTS: Start[] = ['DELIVERY', 'ORDER', 'INVOICE', 'MONTH_END'];

/** Terms of cash discount, whom each is offered to, and what the company decided about them. */
export function DiscountTerms() {
  const { t } = useTranslation('receivables');
  const may = useCan();
  const [editing, setEditing] = useState<string | null>(null);
  const record = useQuery({
    queryKey: ['discount-terms', 'record', editing],
    enabled: editing !== null && editing !== 'new',
    queryFn: () => get(`/discount-terms/${editing ?? ''}`),
  });
  const close = () => {
    setEditing(null);
  };
  return (
    <Stack>
      <ListPage
        list="discount-terms"
        href={null}
        {...(may('discount-term.edit')
          ? {
              onRow: (row: { id: string }) => {
                setEditing(row.id);
              },
            }
          : {})}
        create={{
          label: t('discount.new'),
          right: 'discount-term.edit',
          onClick: () => {
            setEditing('new');
          },
        }}
        empty={{ title: t('discount.none'), text: t('discount.noneText') }}
      />
      <Offers />
      <Rules />
      {editing === 'new' && <Editor view={null} onClose={close} />}
      {editing !== null && record.data && <Editor key={editing} view={record.data} onClose={close} />}
    </Stack>
  );
}

function Editor({ view, onClose }: { view: TermView | null; onClose: () => void }) {
  const { t } = useTranslation('receivables');
  const queries = useQueryClient();
  const me = useMe();
  const term = view?.term;
  const start = {
    code: term?.code ?? '',
    name: term?.name ?? '',
    nameEn: term?.nameEn ?? '',
    steps: view?.notation ?? '2/10, 1/20, n/30',
    countedFrom: (term?.countedFrom ?? 'DELIVERY') as Start | null,
    withTax: term?.withTax ?? true,
    graceDays: String(term?.graceDays ?? 0) as Decimal | null,
    fullOnly: term?.fullOnly ?? false,
    active: term?.active ?? true,
  };
  const bodyOf = (values: typeof start) => ({
    ...values,
    code: values.code.trim(),
    name: values.name.trim(),
    nameEn: values.nameEn.trim(),
    graceDays: Number(parseFigure(values.graceDays ?? '0') ?? 0),
  });
  const form = useForm(start, async (values, key) => {
    if (term) await put(`/discount-terms/${term.id}`, bodyOf(values), { key, version: String(term.version) });
    else await post('/discount-terms', bodyOf(values), { key });
    await queries.invalidateQueries({ queryKey: ['discount-terms'] });
  });
  // The steps alone decide; a name not typed yet must not keep the example away.
  const tried = { ...bodyOf(form.values), code: 'X', name: 'X', nameEn: 'X' };
  const example = useQuery({
    queryKey: ['discount-terms', 'example', tried],
    queryFn: () => post('/discount-terms/examples', tried),
    retry: false,
    placeholderData: (before) => before,
  });
  const flag = (name: 'withTax' | 'fullOnly' | 'active') => (
    <Checkbox
      checked={form.values[name]}
      onChange={(event) => {
        form.set({ [name]: event.target.checked });
      }}
    >
      {t(`discount.${name}`)}
    </Checkbox>
  );
  const money = (amount: string) => formatMoney(amount, me.company.baseCurrency);
  return (
    <FormDrawer
      open
      title={term ? term.name : t('discount.new')}
      action={t(term ? 'discount.save' : 'discount.create')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        <TextField form={form} name="code" label={t('discount.code')} must />
        <TextField form={form} name="name" label={t('discount.name')} must />
        <TextField form={form} name="nameEn" label={t('discount.nameEn')} />
        <TextField form={form} name="steps" label={t('discount.steps')} must help={t('discount.stepsHelp')} />
        <Field label={t('discount.countedFrom')} form={form} name="countedFrom" must>
          <ChoiceInput
            {...form.bind('countedFrom')}
            options={STARTS.map((value) => ({
              value,
              label: serverText(`choice.discount-term.countedFrom.${value}`, value),
            }))}
          />
        </Field>
        <Field label={t('discount.graceDays')} form={form} name="graceDays" help={t('discount.graceHelp')}>
          <FigureInput {...form.bind('graceDays')} kind="quantity" />
        </Field>
        {flag('withTax')}
        {flag('fullOnly')}
        {term && flag('active')}
      </Fields>
      <div role="status">
        {example.isSuccess && (
          <Stack>
            <div className="oa-soft">
              {t('discount.example', {
                amount: money(example.data.exampleAmount),
                date: example.data.exampleFrom,
              })}
            </div>
            <ExampleTable view={example.data} money={money} />
          </Stack>
        )}
      </div>
      {term && <div className="oa-mute oa-small">{t('discount.changeText')}</div>}
    </FormDrawer>
  );
}

function ExampleTable({ view, money }: { view: TermView; money: (amount: string) => string }) {
  const { t } = useTranslation('receivables');
  return (
    <DataTable
      compact
      rows={view.example}
      rowKey={(step) => String(step.days)}
      columns={[
        {
          key: 'step',
          title: t('discount.step'),
          render: (step) => t('discount.stepWords', { rate: step.rate, days: step.days }),
        },
        { key: 'until', title: t('discount.until'), render: (step) => step.until },
        { key: 'payable', title: t('discount.payable'), numeric: true, render: (step) => money(step.payable) },
        { key: 'saved', title: t('discount.saved'), numeric: true, render: (step) => money(step.saved) },
        {
          key: 'yearly',
          title: t('discount.yearly'),
          numeric: true,
          render: (step) => (step.yearly == null ? '–' : `${step.yearly} %`),
        },
      ]}
    />
  );
}

type Assignment = Schema<'receivables.DiscountTerms.Assignment'>;

/** Whom what is offered to: the order's before the customer's before the grade's before the company's. */
function Offers() {
  const { t } = useTranslation('receivables');
  const may = useCan();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const [adding, setAdding] = useState(false);
  const offers = useQuery({ queryKey: ['discount-assignments'], queryFn: () => get('/discount-assignments') });
  const end = async (id: string) => {
    try {
      await remove(`/discount-assignments/${id}`, { key: newKey() });
      await queries.invalidateQueries({ queryKey: ['discount-assignments'] });
    } catch (error) {
      void message.error(problemText(error));
    }
  };
  const whom = (offer: Assignment) =>
    offer.orderNumber ?? offer.customerName ?? offer.grade ?? t('discount.scope.COMPANY');
  return (
    <Card
      title={t('discount.offers')}
      extra={
        may('discount-term.assign') && (
          <Button
            onClick={() => {
              setAdding(true);
            }}
          >
            {t('discount.offer')}
          </Button>
        )
      }
    >
      <DataTable<Assignment>
        loading={offers.isPending}
        rows={offers.data?.assignments ?? []}
        rowKey={(offer) => offer.id}
        empty={<span className="oa-mute">{t('discount.offersNone')}</span>}
        columns={[
          { key: 'scope', title: t('discount.reach'), render: (offer) => t(`discount.scope.${offer.scope}`) },
          { key: 'whom', title: t('discount.whom'), render: whom },
          { key: 'term', title: t('discount.term'), render: (offer) => offer.termCode ?? t('discount.nothing') },
          { key: 'reason', title: t('receipt.reason'), render: (offer) => offer.reason },
          {
            key: 'end',
            title: '',
            render: (offer) =>
              may('discount-term.assign') ? (
                <Button
                  size="small"
                  onClick={() => {
                    void modal.confirm({
                      title: t('discount.endTitle', {
                        whom: whom(offer),
                        term: offer.termCode ?? t('discount.nothing'),
                      }),
                      content: t('discount.endText'),
                      okText: t('discount.endOffer'),
                      onOk: () => end(offer.id),
                    });
                  }}
                >
                  {t('discount.endOffer')}
                </Button>
              ) : null,
          },
        ]}
      />
      {adding && (
        <Offer
          onClose={() => {
            setAdding(false);
          }}
        />
      )}
    </Card>
  );
}

const NOTHING = '-';

function Offer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('receivables');
  const queries = useQueryClient();
  const terms = useQuery({
    queryKey: ['discount-terms', 'choices'],
    queryFn: () => get('/discount-terms/choices'),
  });
  const form = useForm(
    {
      scope: 'CUSTOMER' as 'CUSTOMER' | 'GRADE' | 'COMPANY' | null,
      customer: null as Picked | null,
      grade: '',
      term: null as string | null,
      reason: '',
    },
    async (values, key) => {
      const { scope, term } = values;
      await post(
        '/discount-assignments',
        {
          scope: scope ?? 'CUSTOMER',
          customer: scope === 'CUSTOMER' ? (values.customer?.id ?? null) : null,
          grade: scope === 'GRADE' ? values.grade.trim() || null : null,
          term: term === NOTHING ? null : term,
          reason: values.reason.trim() || null,
        },
        { key },
      );
      await queries.invalidateQueries({ queryKey: ['discount-assignments'] });
    },
  );
  const { scope } = form.values;
  return (
    <FormDrawer open title={t('discount.offer')} action={t('discount.offerSave')} form={form} onClose={onClose}>
      <Fields columns={1}>
        <Field label={t('discount.reach')} form={form} name="scope" must>
          <ChoiceInput
            {...form.bind('scope')}
            options={(['CUSTOMER', 'GRADE', 'COMPANY'] as const).map((value) => ({
              value,
              label: t(`discount.scope.${value}`),
            }))}
          />
        </Field>
        {scope === 'CUSTOMER' && (
          <Field label={t('field.customer')} form={form} name="customer" must>
            <PartyPicker {...form.bind('customer')} />
          </Field>
        )}
        {scope === 'GRADE' && <TextField form={form} name="grade" label={t('discount.scope.GRADE')} must />}
        <Field label={t('discount.term')} form={form} name="term" must>
          <ChoiceInput
            {...form.bind('term')}
            options={[
              ...(terms.data?.terms ?? []).map(({ term, notation }) => ({
                value: term.id,
                label: `${term.code} · ${notation}`,
              })),
              { value: NOTHING, label: t('discount.nothing') },
            ]}
          />
        </Field>
        <TextField form={form} name="reason" label={t('receipt.reason')} />
      </Fields>
      <div className="oa-mute oa-small">{t('discount.offerText')}</div>
    </FormDrawer>
  );
}

/** What a company decides once. */
function Rules() {
  const { t } = useTranslation('receivables');
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const settings = useQuery({ queryKey: ['discount-settings'], queryFn: () => get('/discount-settings') });
  if (!settings.data) return null;
  const now = settings.data;
  const decide = async (next: Partial<typeof now>) => {
    try {
      await put('/discount-settings', { ...now, ...next }, { key: newKey() });
      await queries.invalidateQueries({ queryKey: ['discount-settings'] });
    } catch (error) {
      void message.error(problemText(error));
    }
  };
  const fixed = !may('discount-term.edit');
  return (
    <Card title={t('discount.rules')}>
      <Stack>
        <Line between>
          <span id="discount-order">{t('discount.orderOfItems')}</span>
          <Radio.Group
            aria-labelledby="discount-order"
            disabled={fixed}
            value={now.bestFirst}
            onChange={(event) => {
              void decide({ bestFirst: event.target.value as boolean });
            }}
            options={[
              { value: false, label: t('discount.oldestFirst') },
              { value: true, label: t('discount.bestFirst') },
            ]}
          />
        </Line>
        <Line between>
          <span id="discount-tax">{t('discount.taxOfDiscount')}</span>
          <Radio.Group
            aria-labelledby="discount-tax"
            disabled={fixed}
            value={now.correctTax}
            onChange={(event) => {
              void decide({ correctTax: event.target.value as boolean });
            }}
            options={[
              { value: false, label: t('discount.taxStays') },
              { value: true, label: t('discount.taxCorrected') },
            ]}
          />
        </Line>
        <Line between>
          <span id="discount-return">{t('discount.onReturn')}</span>
          <Radio.Group
            aria-labelledby="discount-return"
            disabled={fixed}
            value={now.lessOnReturns !== false}
            onChange={(event) => {
              void decide({ lessOnReturns: event.target.value as boolean });
            }}
            options={[
              { value: true, label: t('discount.lessOnReturn') },
              { value: false, label: t('discount.fullOnReturn') },
            ]}
          />
        </Line>
      </Stack>
    </Card>
  );
}
