import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, put } from '../lib/api';
import { big, formatMoney, formatQuantity, type Decimal } from '../lib/money';
import { useQueryParams } from '../lib/route';
import { useCan } from '../lib/session';
import { Money } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { Field, Fields, TextField, useForm, FormPage } from '../ui/form';
import { ChoiceInput, FigureInput } from '../ui/inputs';
import { Card } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { PartyPicker, type Picked } from '../ui/Picker';
import { KINDS, MOVED, type Application, type Candidate, type InvoiceKind } from './types';
import { kindName } from './words';

function keyOf(line: Pick<Candidate, 'order' | 'orderPosition' | 'charge' | 'delivery' | 'deliveryPosition'>): string {
  return [line.order, line.orderPosition, line.charge, line.delivery ?? '', line.deliveryPosition ?? ''].join('/');
}

/** Begins an application: of a delivery, of an order, of chosen lines, or of all that a customer has not been invoiced for. */
export function NewApplication() {
  const { t } = useTranslation('invoicing');
  const { delivery, order, line } = useQueryParams();
  const [customer, setCustomer] = useState<Picked | null>(null);
  const given = Boolean(delivery ?? order ?? line);
  return (
    <>
      {!given && (
        <Card title={t('application.new')}>
          <Fields columns={2}>
            <Field
              label={t('field.customer')}
              bound={{ id: 'application-customer' }}
              must
              help={t('application.customerHelp')}
            >
              <PartyPicker id="application-customer" autoFocus value={customer} onChange={setCustomer} />
            </Field>
          </Fields>
        </Card>
      )}
      {(given || customer) && (
        <ApplicationEditor
          key={customer?.id ?? 'given'}
          of={given ? { delivery, order, line } : { customer: customer?.id }}
          application={null}
        />
      )}
    </>
  );
}

/** What can be invoiced with how much of each, whom the invoice names and where it goes. */
export function ApplicationEditor({
  of,
  application,
  onClose,
}: {
  of: Record<string, string | undefined>;
  application: Application | null;
  onClose?: () => void;
}) {
  const { t } = useTranslation('invoicing');
  const query = useQuery({
    queryKey: ['candidates', of],
    queryFn: async () => (await get('/invoicing/candidates', of)).candidates,
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  if (!query.data) return null;
  const lines: Candidate[] = [...query.data];
  // What the application holds already may be open no longer elsewhere.
  for (const line of application?.lines ?? []) {
    if (!lines.some((open) => keyOf(open) === keyOf(line))) {
      lines.push({
        ...line,
        currency: application?.currency ?? '',
        date: application?.date ?? '',
        customer: application?.customer ?? '',
        customerName: application?.customerName ?? '',
        waits: false,
      });
    }
  }
  const first = lines[0];
  if (!first) {
    return (
      <Card>
        <EmptyState title={t('application.nothing')} text={t('application.nothingText')} />
      </Card>
    );
  }
  return (
    <Entry
      customer={{ id: first.customer, label: first.customerName }}
      lines={lines.filter((line) => line.customer === first.customer)}
      application={application}
      {...(onClose ? { onClose } : {})}
    />
  );
}

function Entry({
  customer,
  lines,
  application,
  onClose,
}: {
  customer: Picked;
  lines: Candidate[];
  application: Application | null;
  onClose?: () => void;
}) {
  const { t } = useTranslation('invoicing');
  const may = useCan();
  const navigate = useNavigate();
  const queries = useQueryClient();
  // Who may not apply issues at once.
  const applies = may('invoice-application.create');
  const title = useQuery({
    queryKey: ['customers', 'record', customer.id],
    queryFn: () => get(`/customers/${customer.id}`),
    enabled: !application && may('customer.view'),
  });
  const own = title.data?.customer.taxTitle;
  const start: Record<string, Decimal | null> = {};
  for (const line of lines) {
    const before = application?.lines.find((l) => keyOf(l) === keyOf(line));
    start[keyOf(line)] = application ? (before?.quantity ?? null) : line.waits ? null : line.quantity;
  }
  const buyer = application?.buyer;
  const form = useForm(
    {
      kind: (application?.kind ?? 'DIGITAL_ORDINARY') as InvoiceKind | null,
      title: buyer?.title ?? '',
      taxNumber: buyer?.taxNumber ?? '',
      bank: buyer?.bank ?? '',
      account: buyer?.account ?? '',
      address: buyer?.address ?? '',
      phone: buyer?.phone ?? '',
      email: buyer?.email ?? '',
      remark: application?.remark ?? '',
      quantities: start,
    },
    async (values, key, { as }) => {
      // What is left empty on a new one is the customer's own.
      const said = (text: string) => text.trim() || (application ? '' : null);
      const body = {
        customer: customer.id,
        kind: values.kind ?? 'DIGITAL_ORDINARY',
        title: {
          title: said(values.title),
          taxNumber: said(values.taxNumber),
          bank: said(values.bank),
          account: said(values.account),
          address: said(values.address),
          phone: said(values.phone),
        },
        email: said(values.email),
        remark: values.remark.trim() || null,
        lines: lines
          .filter((line) => big(values.quantities[keyOf(line)]).gt(0))
          .map((line) => ({
            ...(line.deliveryPosition != null
              ? { delivery: line.delivery, position: line.deliveryPosition }
              : { order: line.order, position: line.orderPosition, charge: line.charge }),
            quantity: values.quantities[keyOf(line)],
          })),
      };
      let to: string;
      if (application) {
        await put(`/invoice-applications/${application.id}`, body, { key, version: application.version });
        to = '';
      } else if (as === 'direct' || !applies) {
        to = `/sales-invoices/${(await post('/sales-invoices', body, { key })).id}`;
      } else {
        to = `/invoice-applications/${(await post('/invoice-applications', body, { key })).id}`;
      }
      await Promise.all(MOVED.map((list) => queries.invalidateQueries({ queryKey: [list] })));
      if (onClose) onClose();
      else void navigate({ to, replace: true });
    },
  );
  const quantities = form.values.quantities;
  const setQuantity = (line: Candidate, quantity: Decimal | null) => {
    form.set({ quantities: { ...quantities, [keyOf(line)]: quantity } });
  };
  const chosen = lines.filter((line) => big(quantities[keyOf(line)]).gt(0));
  // What the server will say to the cent; until then what it comes to.
  const about = chosen.reduce(
    (sum, line) =>
      sum.plus(
        big(line.total)
          .times(big(quantities[keyOf(line)]))
          .div(big(line.quantity)),
      ),
    big('0'),
  );
  const currency = lines[0]?.currency ?? '';
  const text = (
    name: 'title' | 'taxNumber' | 'bank' | 'account' | 'address' | 'phone' | 'email' | 'remark',
    standard?: string | null,
  ) => <TextField form={form} name={name} label={t(`field.${name}`)} help={standard ?? undefined} />;
  return (
    <FormPage
      title={application ? application.number : t('application.for', { name: customer.label })}
      under={t('application.summary', { lines: chosen.length, amount: formatMoney(about.toFixed(2), currency) })}
      form={form}
      actions={[
        ...(!application && may('sales-invoice.create') && applies
          ? [{ label: t('application.direct'), as: 'direct' }]
          : []),
        { label: t(applies ? 'application.save' : 'application.direct') },
      ]}
      ready={chosen.length > 0}
      onCancel={onClose}
    >
      <Card>
        <Fields columns={4}>
          <Field label={t('field.kind')} form={form} name="kind" must>
            <ChoiceInput {...form.bind('kind')} options={KINDS.map((value) => ({ value, label: kindName(value) }))} />
          </Field>
          {text('title', own?.title)}
          {text('taxNumber', own?.taxNumber)}
          {text('email')}
          {text('bank', own?.bank)}
          {text('account', own?.account)}
          {text('address', own?.address)}
          {text('phone', own?.phone)}
          {text('remark')}
        </Fields>
        {!application && <div className="oa-mute oa-small">{t('application.ownTitle')}</div>}
      </Card>
      <Card title={t('invoice.lines')}>
        <DataTable<Candidate>
          caption={t('invoice.lines')}
          rows={lines}
          rowKey={keyOf}
          columns={[
            {
              key: 'from',
              title: t('field.from'),
              render: (line) =>
                line.delivery ? (
                  <RecordLink kind="delivery" id={line.delivery}>
                    {line.deliveryNumber}
                  </RecordLink>
                ) : (
                  <>
                    <RecordLink kind="sales-order" id={line.order}>
                      {line.orderNumber}
                    </RecordLink>{' '}
                    <span className="oa-mute">{t('application.notLeft')}</span>
                  </>
                ),
            },
            { key: 'date', title: t('field.date'), render: (line) => line.date },
            {
              key: 'name',
              title: t('field.product'),
              render: (line) => (
                <>
                  {line.name}
                  {line.waits && <span className="oa-orange"> {t('application.waitsAlready')}</span>}
                </>
              ),
            },
            { key: 'open', title: t('field.open'), numeric: true, render: (line) => formatQuantity(line.quantity) },
            {
              key: 'total',
              title: t('field.openTotal'),
              numeric: true,
              render: (line) => <Money value={line.total} currency={line.currency} />,
            },
            {
              key: 'quantity',
              title: t('field.thisTime'),
              width: 120,
              render: (line) => (
                <FigureInput
                  kind="quantity"
                  aria-label={`${t('field.thisTime')} ${line.name} ${line.deliveryNumber ?? line.orderNumber}`}
                  value={quantities[keyOf(line)] ?? null}
                  status={big(quantities[keyOf(line)]).gt(big(line.quantity)) ? 'error' : ''}
                  onChange={(quantity) => {
                    setQuantity(line, quantity);
                  }}
                />
              ),
            },
            { key: 'unit', title: t('field.unit'), render: (line) => line.unit },
            {
              key: 'none',
              title: '',
              render: (line) => (
                <Button
                  size="small"
                  onClick={() => {
                    setQuantity(line, big(quantities[keyOf(line)]).gt(0) ? null : line.quantity);
                  }}
                >
                  {t(big(quantities[keyOf(line)]).gt(0) ? 'application.skip' : 'application.all')}
                </Button>
              ),
            },
          ]}
        />
      </Card>
    </FormPage>
  );
}
