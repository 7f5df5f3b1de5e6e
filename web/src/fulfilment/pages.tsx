import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { big, formatMoney, formatQuantity, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import { Money, StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { ConflictDialog, DocumentPage, joinMoves, Sums, type PageMove } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Field, Fields, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Facts, Line } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { problemText } from '../ui/problems';
import { useWarehouses } from '../ui/warehouses';
import { DeliveryEditor } from './DeliveryEditor';
import type { Delivery, DeliveryLine, DeliveryView, Placed, ReturnLine, ReturnView } from './types';

const MOVED = ['deliveries', 'returns', 'sales-orders', 'open-items', 'credit', 'stock-on-hand', 'deliverable-lines'];

function useGoodsMoves(
  plural: 'deliveries' | 'returns',
  id: string,
  version: string | null | undefined,
  done: string,
  held: string,
) {
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMoves<Placed | undefined>(plural, id, version, {
    onDone: (placed, step) => {
      for (const key of MOVED) void queries.invalidateQueries({ queryKey: [key] });
      if (step.path === '') void navigate({ to: `/${plural}` });
      else if (placed?.state === 'DRAFT') void message.warning(held);
      else void message.success(done);
    },
    onError: (error) => {
      void message.error(problemText(error));
    },
  });
}

function product(line: { product: string; productCode: string; productName: string }) {
  return (
    <>
      <RecordLink kind="product" id={line.product}>
        {line.productCode}
      </RecordLink>{' '}
      {line.productName}
    </>
  );
}

/** A delivery: posted it takes stock down, moves the credit and makes the receivable. */
export function DeliveryPage() {
  const { t } = useTranslation('fulfilment');
  const id = useIdParam();
  const may = useCan();
  const record = useRecord<DeliveryView>('deliveries', id);
  const [editing, setEditing] = useState(false);
  const [returning, setReturning] = useState(false);
  const moves = useGoodsMoves('deliveries', id, record.data?.version, t('delivery.posted'), t('delivery.held'));
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const { delivery: d, moves: said, waitsFor } = record.data.data;
  if (editing) {
    return (
      <DeliveryEditor
        customer={{ id: d.customer, label: d.customerName }}
        order={null}
        delivery={d}
        onClose={() => {
          setEditing(false);
        }}
      />
    );
  }
  const draft = d.state === 'DRAFT';
  const buttons: PageMove[] = joinMoves(
    said,
    [
      {
        name: 'post',
        label: t('delivery.post'),
        primary: true,
        confirm: {
          title: t('delivery.postTitle', { number: d.number }),
          content: t('delivery.postText', {
            amount: formatMoney(big(d.total).plus(big(d.charges)), d.currency),
            name: d.customerName,
          }),
        },
        run: () => {
          moves.run({ path: 'posting' });
        },
      },
    ],
    moves.running === 'posting' ? 'post' : null,
  );
  if (draft && may('delivery.edit'))
    buttons.unshift({
      name: 'edit',
      label: t('delivery.edit'),
      run: () => {
        setEditing(true);
      },
    });
  if (draft && may('delivery.delete')) {
    buttons.push({
      name: 'delete',
      label: t('delivery.delete'),
      danger: true,
      rare: true,
      confirm: { title: t('delivery.deleteTitle', { number: d.number }) },
      run: () => {
        moves.run({ path: '', method: 'DELETE' });
      },
    });
  }
  const returnable = d.lines.some((line) => big(line.returnedQuantity).lt(big(line.quantity)));
  if (!draft && returnable && may('sales-return.create'))
    buttons.push({
      name: 'return',
      label: t('return.new'),
      run: () => {
        setReturning(true);
      },
    });
  return (
    <>
      <DocumentPage
        self={{
          id,
          kind: 'delivery',
          number: d.number,
          state: d.state,
          tone: draft ? 'grey' : 'green',
          date: d.date,
          total: d.total,
          currency: d.currency,
        }}
        title={d.number}
        tags={<StateTag kind="delivery" state={d.state} tone={draft ? 'grey' : 'green'} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={d.customer}>
              {d.customerName}
            </RecordLink>
            <span>{d.date}</span>
          </Line>
        }
        moves={buttons}
        notice={
          waitsFor.length > 0 ? (
            <Alert
              type="warning"
              showIcon
              title={t('delivery.waits')}
              description={
                <ul>
                  {waitsFor.map((reason) => (
                    <li key={reason.code + reason.message}>{reason.message}</li>
                  ))}
                </ul>
              }
            />
          ) : null
        }
        facts={
          d.contact || d.address || d.carrier || d.tracking || d.note ? (
            <Facts
              facts={[
                { label: t('field.contact'), value: d.contact },
                { label: t('field.address'), value: d.address },
                { label: t('field.carrier'), value: d.carrier },
                { label: t('field.tracking'), value: d.tracking },
                { label: t('field.note'), value: d.note },
              ]}
            />
          ) : null
        }
      >
        {returning && (
          <ReturnEntry
            delivery={d}
            onClose={() => {
              setReturning(false);
            }}
          />
        )}
        <Card title={t('delivery.lines')}>
          <DataTable<DeliveryLine>
            caption={t('delivery.lines')}
            rows={d.lines}
            rowKey={(line) => String(line.position)}
            columns={[
              { key: 'position', title: '#', render: (line) => <span className="oa-mute">{line.position}</span> },
              { key: 'product', title: t('field.product'), render: product },
              {
                key: 'order',
                title: t('field.order'),
                render: (line) => (
                  <RecordLink kind="sales-order" id={line.order}>
                    {line.orderNumber}
                  </RecordLink>
                ),
              },
              { key: 'warehouse', title: t('field.warehouse'), render: (line) => line.warehouseName },
              {
                key: 'quantity',
                title: t('field.quantity'),
                numeric: true,
                render: (line) => formatQuantity(line.quantity),
              },
              { key: 'unit', title: t('field.unit'), render: (line) => line.unit },
              {
                key: 'returned',
                title: t('field.returned'),
                numeric: true,
                render: (line) => formatQuantity(line.returnedQuantity),
              },
              {
                key: 'total',
                title: t('field.total'),
                numeric: true,
                render: (line) => <Money value={line.total} currency={d.currency} />,
              },
            ]}
          />
          <Sums
            sums={[
              { label: t('field.net'), value: formatMoney(d.net, d.currency) },
              { label: t('field.tax'), value: formatMoney(d.tax, d.currency) },
              ...(big(d.charges).eq(0)
                ? []
                : [{ label: t('field.charges'), value: formatMoney(d.charges, d.currency) }]),
              { label: t('field.total'), value: formatMoney(d.total, d.currency), big: true },
            ]}
          />
        </Card>
      </DocumentPage>
      <ConflictDialog
        problem={moves.conflict}
        id={id}
        onClose={moves.settleConflict}
        onSeeTheirs={() => {
          moves.settleConflict();
          void record.refetch();
        }}
      />
    </>
  );
}

/** What of a delivery came back, and where it goes. */
function ReturnEntry({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  const { t } = useTranslation('fulfilment');
  const me = useMe();
  const navigate = useNavigate();
  const warehouses = useWarehouses();
  const start: Record<string, Decimal | null> = {};
  const form = useForm(
    { date: me.today as string | null, reason: '', warehouse: 'same' as string | null, quantities: start },
    async (values, key) => {
      const saved = await post<Placed>(
        '/returns',
        {
          customer: delivery.customer,
          date: values.date,
          reason: values.reason.trim() || null,
          lines: delivery.lines
            .filter((line) => big(values.quantities[String(line.position)]).gt(0))
            .map((line) => ({
              delivery: delivery.id,
              position: line.position,
              quantity: values.quantities[String(line.position)],
              warehouse:
                values.warehouse === 'scrap' ? null : values.warehouse === 'same' ? line.warehouse : values.warehouse,
            })),
        },
        { key },
      );
      void navigate({ to: `/returns/${saved.id}` });
    },
  );
  const { quantities } = form.values;
  const some = Object.values(quantities).some((quantity) => big(quantity).gt(0));
  const reason = form.bind('reason');
  return (
    <Card tone="orange" title={t('return.of', { number: delivery.number })}>
      <form
        className="oa-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        {form.general && <Alert type="error" showIcon title={form.general} />}
        <Fields columns={3}>
          <Field label={t('field.date')} bound={form.bind('date')} form={form} name="date">
            <DateInput {...form.bind('date')} />
          </Field>
          <Field label={t('return.to')} bound={form.bind('warehouse')} form={form} name="warehouse">
            <ChoiceInput
              {...form.bind('warehouse')}
              options={[
                { value: 'same', label: t('return.same') },
                ...warehouses,
                { value: 'scrap', label: t('return.scrap') },
              ]}
            />
          </Field>
          <Field label={t('field.reason')} bound={reason} form={form} name="reason">
            <Input
              id={reason.id}
              value={reason.value}
              status={reason.status}
              onChange={(event) => {
                reason.onChange(event.target.value);
              }}
            />
          </Field>
        </Fields>
        <DataTable<DeliveryLine>
          compact
          caption={t('return.of', { number: delivery.number })}
          rows={delivery.lines}
          rowKey={(line) => String(line.position)}
          columns={[
            { key: 'product', title: t('field.product'), render: product },
            {
              key: 'can',
              title: t('return.can'),
              numeric: true,
              render: (line) => formatQuantity(big(line.quantity).minus(big(line.returnedQuantity)), '0'),
            },
            {
              key: 'quantity',
              title: t('return.back'),
              width: 120,
              render: (line) => (
                <FigureInput
                  kind="quantity"
                  aria-label={`${t('return.back')} ${line.productName}`}
                  value={quantities[String(line.position)] ?? null}
                  status={
                    big(quantities[String(line.position)]).gt(big(line.quantity).minus(big(line.returnedQuantity)))
                      ? 'error'
                      : ''
                  }
                  onChange={(quantity) => {
                    form.set({ quantities: { ...quantities, [String(line.position)]: quantity } });
                  }}
                />
              ),
            },
            { key: 'unit', title: t('field.unit'), render: (line) => line.unit },
          ]}
        />
        <Line>
          <Button type="primary" htmlType="submit" loading={form.busy} disabled={!some}>
            {t('return.save')}
          </Button>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
        </Line>
      </form>
    </Card>
  );
}

/** A return: posted it brings goods back and credits the receivable. */
export function ReturnPage() {
  const { t } = useTranslation('fulfilment');
  const id = useIdParam();
  const may = useCan();
  const record = useRecord<ReturnView>('returns', id);
  const moves = useGoodsMoves('returns', id, record.data?.version, t('return.posted'), '');
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const { salesReturn: r, moves: said } = record.data.data;
  const draft = r.state === 'DRAFT';
  const buttons: PageMove[] = joinMoves(
    said,
    [
      {
        name: 'post',
        label: t('return.post'),
        primary: true,
        confirm: {
          title: t('return.postTitle', { number: r.number }),
          content: t('return.postText', { amount: formatMoney(r.total, r.currency) }),
        },
        run: () => {
          moves.run({ path: 'posting' });
        },
      },
    ],
    moves.running === 'posting' ? 'post' : null,
  );
  if (draft && may('sales-return.delete')) {
    buttons.push({
      name: 'delete',
      label: t('delivery.delete'),
      danger: true,
      rare: true,
      confirm: { title: t('delivery.deleteTitle', { number: r.number }) },
      run: () => {
        moves.run({ path: '', method: 'DELETE' });
      },
    });
  }
  return (
    <>
      <DocumentPage
        self={{
          id,
          kind: 'sales-return',
          number: r.number,
          state: r.state,
          tone: draft ? 'grey' : 'green',
          date: r.date,
          total: r.total,
          currency: r.currency,
        }}
        title={r.number}
        tags={<StateTag kind="sales-return" state={r.state} tone={draft ? 'grey' : 'green'} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={r.customer}>
              {r.customerName}
            </RecordLink>
            <span>{r.date}</span>
            <span>{r.reason}</span>
          </Line>
        }
        moves={buttons}
        facts={r.note ? <Facts facts={[{ label: t('field.note'), value: r.note }]} /> : null}
      >
        <Card title={t('delivery.lines')}>
          <DataTable<ReturnLine>
            caption={t('delivery.lines')}
            rows={r.lines}
            rowKey={(line) => String(line.position)}
            columns={[
              { key: 'position', title: '#', render: (line) => <span className="oa-mute">{line.position}</span> },
              { key: 'product', title: t('field.product'), render: product },
              {
                key: 'delivery',
                title: t('field.delivery'),
                render: (line) => (
                  <RecordLink kind="delivery" id={line.delivery ?? null}>
                    {line.deliveryNumber}
                  </RecordLink>
                ),
              },
              { key: 'warehouse', title: t('return.to'), render: (line) => line.warehouseName ?? t('return.scrap') },
              {
                key: 'quantity',
                title: t('field.quantity'),
                numeric: true,
                render: (line) => formatQuantity(line.quantity),
              },
              { key: 'unit', title: t('field.unit'), render: (line) => line.unit },
              {
                key: 'total',
                title: t('field.total'),
                numeric: true,
                render: (line) => <Money value={line.total} currency={r.currency} />,
              },
            ]}
          />
          <Sums sums={[{ label: t('field.total'), value: formatMoney(r.total, r.currency), big: true }]} />
        </Card>
      </DocumentPage>
      <ConflictDialog
        problem={moves.conflict}
        id={id}
        onClose={moves.settleConflict}
        onSeeTheirs={() => {
          moves.settleConflict();
          void record.refetch();
        }}
      />
    </>
  );
}
