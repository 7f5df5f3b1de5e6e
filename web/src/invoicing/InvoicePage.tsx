import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post, url } from '../lib/api';
import { big, formatMoney, formatQuantity, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import { StateTag, StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves, type PageMove } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { DateInput, FigureInput } from '../ui/inputs';
import { Card, Facts, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { Lines } from './Lines';
import { Reason } from './Reason';
import { isPaper, MOVED, type Difference, type Invoice, type InvoiceLine } from './types';
import { kindName } from './words';

type Open = 'issue' | 'redden' | 'annul' | 'hand-over' | null;

/** An invoice: issued with its official number, handed over, taken back by red ones or made void. */
export function InvoicePage() {
  const { t } = useTranslation('invoicing');
  const id = useIdParam();
  const may = useCan();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Open>(null);
  const record = useRecord('sales-invoices', id);
  const moves = useMoves('sales-invoices', id, record.data?.version, {
    onDone: (_, step) => {
      for (const key of MOVED) void queries.invalidateQueries({ queryKey: [key] });
      if (step.path === '') void navigate({ to: '/sales-invoices' });
    },
  });
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const { invoice: i, moves: said, differences } = record.data.data;
  const version = record.data.version;
  const red = i.redOf != null;
  const ask = (what: Open) => () => {
    setAsking(what);
  };
  const close = ask(null);
  const buttons: PageMove[] = joinMoves(
    said.filter((move) => move.allowed && (!red || move.name === 'issue' || move.name === 'hand-over')),
    [
      { name: 'issue', label: t('invoice.issue'), primary: true, run: ask('issue') },
      { name: 'hand-over', label: t('invoice.handOver'), run: ask('hand-over') },
      { name: 'redden', label: t('invoice.redden'), danger: true, run: ask('redden') },
      ...(isPaper(i.kind) && i.reds.length === 0
        ? [{ name: 'annul', label: t('invoice.annul'), danger: true, rare: true, run: ask('annul') }]
        : []),
    ],
    null,
  );
  if (i.state === 'DRAFT' && may('sales-invoice.delete')) {
    buttons.push({
      name: 'delete',
      label: t('invoice.delete'),
      danger: true,
      rare: true,
      confirm: { title: t('invoice.deleteTitle', { number: i.number }) },
      run: () => {
        moves.run({ path: '', method: 'DELETE' });
      },
    });
  }
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{
          id,
          kind: 'sales-invoice',
          number: i.number,
          state: i.state,
          date: i.date,
          total: i.total,
          currency: i.currency,
        }}
        title={i.officialNumber || i.number}
        tags={
          <>
            <StateTag kind="sales-invoice" state={i.state} />
            {red && <StatusTag tone="red">{t('invoice.red')}</StatusTag>}
          </>
        }
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={i.customer}>
              {i.customerName}
            </RecordLink>
            <span>{i.issuedOn ?? i.date}</span>
            <span>{kindName(i.kind)}</span>
            {i.officialNumber && <span>{i.number}</span>}
          </Line>
        }
        moves={buttons}
        notice={
          i.reason ? (
            <Alert
              type="info"
              showIcon
              title={i.state === 'VOID' ? t('invoice.whyVoid') : t('invoice.whyRed')}
              description={i.reason}
            />
          ) : null
        }
        facts={
          <Facts
            facts={[
              { label: t('field.code'), value: i.code },
              i.application != null && {
                label: t('field.application'),
                value: (
                  <RecordLink kind="invoice-application" id={i.application}>
                    {i.applicationNumber}
                  </RecordLink>
                ),
              },
              red && {
                label: t('field.redOf'),
                value: (
                  <RecordLink kind="sales-invoice" id={i.redOf ?? null}>
                    {i.redOfNumber}
                  </RecordLink>
                ),
              },
              i.reds.length > 0 && {
                label: t('field.reds'),
                value: i.reds.map((r) => (
                  <span key={r.id}>
                    <RecordLink kind="sales-invoice" id={r.id}>
                      {r.officialNumber || r.number}
                    </RecordLink>{' '}
                    {formatMoney(r.total, i.currency)}{' '}
                  </span>
                )),
              },
              { label: t('field.title'), value: i.buyer.title },
              { label: t('field.taxNumber'), value: i.buyer.taxNumber },
              { label: t('field.bank'), value: [i.buyer.bank, i.buyer.account].filter(Boolean).join(' ') },
              { label: t('field.address'), value: [i.buyer.address, i.buyer.phone].filter(Boolean).join(' ') },
              { label: t('field.email'), value: i.buyer.email },
              { label: t('field.remark'), value: i.remark },
              { label: t('field.carrier'), value: [i.carrier, i.tracking].filter(Boolean).join(' ') },
              { label: t('field.sentOn'), value: i.sentOn },
              { label: t('field.receivedBy'), value: [i.receivedBy, i.receivedOn].filter(Boolean).join(' · ') },
              i.state !== 'DRAFT' && { label: t('field.eInvoice'), value: <Downloads id={id} /> },
            ]}
          />
        }
      >
        <Differences of={differences} currency={i.currency} />
        <Lines of={i} done={t('invoice.takenBack')} />
      </DocumentPage>
      {asking === 'issue' && <Issuing invoice={i} version={version} onClose={close} />}
      {asking === 'redden' && <Reddening invoice={i} version={version} onClose={close} />}
      {asking === 'hand-over' && <HandingOver invoice={i} version={version} onClose={close} />}
      {asking === 'annul' && (
        <Reason
          title={t('invoice.annulTitle', { number: i.officialNumber })}
          action={t('invoice.annul')}
          text={t('invoice.annulText')}
          onClose={close}
          onReason={async (reason, key) => {
            await post(`/sales-invoices/${id}/annulment`, { reason }, { key, version });
            for (const list of MOVED) await queries.invalidateQueries({ queryKey: [list] });
          }}
        />
      )}
    </>
  );
}

/** What the invoice says beside the orders' prices, and what became of it, a sentence each. */
function Differences({ of, currency }: { of: readonly Difference[]; currency: string }) {
  const { t } = useTranslation('invoicing');
  if (of.length === 0) return null;
  return (
    <Card title={t('difference.title')}>
      {of.map((one) => {
        const amount = big(one.amount);
        const way = amount.gt(0) ? 'more' : 'less';
        return (
          <p key={`${one.order}${one.delivery ?? ''}${one.at}`}>
            <RecordLink kind="sales-order" id={one.order}>
              {one.orderNumber}
            </RecordLink>{' '}
            {t(`difference.${one.basis}.${way}`, {
              amount: formatMoney(amount.abs().toFixed(), currency),
              document: one.deliveryNumber ?? one.orderNumber,
            })}{' '}
            <span className="oa-mute">
              {one.byRule && one.reason === ''
                ? t('difference.byRule')
                : t('difference.because', { reason: one.reason })}
            </span>
          </p>
        );
      })}
    </Card>
  );
}

/** The invoice as data for customers abroad. */
function Downloads({ id }: { id: string }) {
  const { t } = useTranslation('invoicing');
  return (
    <Line tight>
      {(['ubl', 'cii', 'factur-x'] as const).map((form) => (
        <Button key={form} size="small" href={url(`/sales-invoices/${id}/${form}`)} download>
          {t(`download.${form}`)}
        </Button>
      ))}
    </Line>
  );
}

interface Dialog {
  invoice: Invoice;
  version: string | null;
  onClose: () => void;
}

/** The number the tax authority gave it, and its day; the total is compared when it is entered. */
function Issuing({ invoice, version, onClose }: Dialog) {
  const { t } = useTranslation('invoicing');
  const me = useMe();
  const queries = useQueryClient();
  const form = useForm(
    {
      number: '',
      code: '',
      on: me.today as string | null,
      total: null as Decimal | null,
      tax: null as Decimal | null,
      reason: '',
    },
    async ({ number, code, on, total, tax, reason }, key) => {
      await post(
        `/sales-invoices/${invoice.id}/issue`,
        { number: number.trim(), code: code.trim() || null, on, total, tax, reason: reason.trim() || null },
        { key, version },
      );
      for (const list of MOVED) await queries.invalidateQueries({ queryKey: [list] });
    },
  );
  const { total, tax } = form.values;
  const difference = big(total ?? invoice.total).minus(big(invoice.total));
  const differs = !difference.eq(0) || !big(tax ?? invoice.tax).eq(big(invoice.tax));
  return (
    <FormDrawer
      open
      title={t('invoice.issueTitle', { number: invoice.number })}
      action={t('invoice.issue')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        <TextField form={form} name="number" label={t('field.officialNumber')} must autoFocus />
        {isPaper(invoice.kind) && <TextField form={form} name="code" label={t('field.code')} must />}
        <Field label={t('field.issuedOn')} form={form} name="on" must>
          <DateInput {...form.bind('on')} />
        </Field>
        <Field
          label={t('field.officialTotal')}
          form={form}
          name="total"
          help={t('invoice.totalHelp', { total: formatMoney(invoice.total, invoice.currency) })}
        >
          <FigureInput {...form.bind('total')} currency={invoice.currency} />
        </Field>
        {invoice.redOf == null && (
          <>
            <Field
              label={t('field.officialTax')}
              form={form}
              name="tax"
              help={t('invoice.taxHelp', { tax: formatMoney(invoice.tax, invoice.currency) })}
            >
              <FigureInput {...form.bind('tax')} currency={invoice.currency} />
            </Field>
            {differs && (
              <TextField
                form={form}
                name="reason"
                label={t('field.differenceReason')}
                help={t('invoice.differs', { amount: formatMoney(difference.toFixed(), invoice.currency) })}
              />
            )}
          </>
        )}
      </Fields>
      <div className="oa-mute oa-small">{t('invoice.issueText')}</div>
    </FormDrawer>
  );
}

/** How much of which line a red invoice takes back. */
function Reddening({ invoice, version, onClose }: Dialog) {
  const { t } = useTranslation('invoicing');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const left = (line: InvoiceLine) => big(line.quantity).minus(big(line.done));
  const start: Record<string, Decimal | null> = {};
  for (const line of invoice.lines) start[String(line.position)] = left(line).toFixed();
  const form = useForm({ reason: '', quantities: start }, async (values, key) => {
    const red = await post(
      `/sales-invoices/${invoice.id}/red-invoices`,
      {
        reason: values.reason.trim(),
        parts: invoice.lines
          .filter((line) => big(values.quantities[String(line.position)]).gt(0))
          .map((line) => ({ position: line.position, quantity: values.quantities[String(line.position)] })),
      },
      { key, version },
    );
    await queries.invalidateQueries({ queryKey: ['sales-invoices'] });
    void navigate({ to: `/sales-invoices/${red.id}` });
  });
  const quantities = form.values.quantities;
  return (
    <FormDrawer
      open
      danger
      width={640}
      title={t('invoice.reddenTitle', { number: invoice.officialNumber })}
      action={t('invoice.redden')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        <TextField form={form} name="reason" label={t('field.reason')} must autoFocus />
      </Fields>
      <DataTable<InvoiceLine>
        compact
        caption={t('invoice.lines')}
        rows={invoice.lines.filter((line) => left(line).gt(0))}
        rowKey={(line) => String(line.position)}
        columns={[
          { key: 'name', title: t('field.product'), render: (line) => line.name },
          {
            key: 'left',
            title: t('field.open'),
            numeric: true,
            render: (line) => formatQuantity(left(line).toFixed()),
          },
          {
            key: 'quantity',
            title: t('invoice.takeBack'),
            width: 120,
            render: (line) => (
              <FigureInput
                kind="quantity"
                aria-label={`${t('invoice.takeBack')} ${line.name}`}
                value={quantities[String(line.position)] ?? null}
                status={big(quantities[String(line.position)]).gt(left(line)) ? 'error' : ''}
                onChange={(quantity) => {
                  form.set({ quantities: { ...quantities, [String(line.position)]: quantity } });
                }}
              />
            ),
          },
        ]}
      />
      <div className="oa-mute oa-small">{t('invoice.reddenText')}</div>
    </FormDrawer>
  );
}

/** How it reached the customer. */
function HandingOver({ invoice, version, onClose }: Dialog) {
  const { t } = useTranslation('invoicing');
  const me = useMe();
  const queries = useQueryClient();
  const form = useForm(
    {
      carrier: invoice.carrier,
      tracking: invoice.tracking,
      sentOn: (invoice.sentOn ?? me.today) as string | null,
      receivedBy: invoice.receivedBy,
      receivedOn: (invoice.receivedOn ?? null) as string | null,
    },
    async (values, key) => {
      await post(`/sales-invoices/${invoice.id}/hand-over`, { ...values }, { key, version });
      await queries.invalidateQueries({ queryKey: ['sales-invoices'] });
    },
  );
  return (
    <FormDrawer
      open
      title={t('invoice.handOverTitle', { number: invoice.officialNumber })}
      action={t('invoice.handOver')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        <TextField form={form} name="carrier" label={t('field.carrier')} />
        <TextField form={form} name="tracking" label={t('field.tracking')} />
        <Field label={t('field.sentOn')} form={form} name="sentOn">
          <DateInput {...form.bind('sentOn')} />
        </Field>
        <TextField form={form} name="receivedBy" label={t('field.receivedBy')} />
        <Field label={t('field.receivedOn')} form={form} name="receivedOn">
          <DateInput {...form.bind('receivedOn')} />
        </Field>
      </Fields>
    </FormDrawer>
  );
}
