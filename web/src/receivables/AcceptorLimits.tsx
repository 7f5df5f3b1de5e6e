import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, App, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, post, put, type Schema } from '../lib/api';
import { serverText } from '../lib/i18n';
import { big, formatMoney, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import { Money, StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useRecord } from '../ui/document';
import { useStoppable } from '../ui/stoppable';
import { DocumentPage } from '../ui/DocumentPage';
import { EmptyState } from '../ui/EmptyState';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput, FigureInput } from '../ui/inputs';
import { Card, Facts, Line } from '../ui/layout';
import { Link } from '../ui/Link';
import { ListPage } from '../ui/ListPage';

type AcceptorLimitView = Schema<'receivables.AcceptorLimitView'>;
type AcceptorLimit = AcceptorLimitView['limit'];
type Beyond = AcceptorLimit['beyond'];

const BEYOND: Beyond[] = ['WARN', 'RIGHT', 'REFUSE'];

const doesBeyond = (beyond: Beyond) => serverText(`choice.acceptor-limit.beyond.${beyond}`, beyond);

/** What acceptors of bills may owe us, and what is used of it. */
export function AcceptorLimits() {
  const { t } = useTranslation('receivables');
  const navigate = useNavigate();
  return (
    <ListPage
      list="acceptor-limits"
      href={(row) => `/acceptor-limits/${row.id}`}
      create={{
        label: t('acceptor.new'),
        right: 'acceptor-limit.create',
        drawer: (close) => (
          <Editor
            limit={null}
            version={null}
            onClose={close}
            onSaved={(id) => void navigate({ to: `/acceptor-limits/${id}` })}
          />
        ),
      }}
      views={[
        { key: 'over', label: t('acceptor.over'), filter: ['free', '<', '0'] },
        { key: 'stopped', label: t('acceptor.stopped'), filter: ['state', 'in', ['STOPPED']] },
      ]}
      empty={{ title: t('acceptor.none'), text: t('acceptor.noneText') }}
    />
  );
}

/** One acceptor: its limit, and the bills that use it. */
export function AcceptorLimitPage() {
  const id = useIdParam();
  const record = useRecord('acceptor-limits', id);
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  return <Shown view={record.data.data} version={record.data.version} />;
}

function Shown({ view, version }: { view: AcceptorLimitView; version: string | null }) {
  const { t } = useTranslation('receivables');
  const { limit, currency } = view;
  const money = (value: Decimal) => formatMoney(value, currency);
  const { moves, buttons, tone, editing, endEditing } = useStoppable({
    plural: 'acceptor-limits',
    right: 'acceptor-limit',
    list: '/acceptor-limits',
    record: limit,
    version,
    said: view.moves,
    word: (key) => t(`acceptor.${key}`, { name: limit.name }),
  });
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{ id: limit.id, kind: 'acceptor-limit', number: limit.code, state: limit.state, tone }}
        title={limit.name}
        tags={<StateTag kind="acceptor-limit" state={limit.state} tone={tone} />}
        subtitle={
          <Line tight>
            <span>{limit.code}</span>
            {limit.otherNames.length > 0 && <span>{limit.otherNames.join(t('acceptor.comma'))}</span>}
          </Line>
        }
        moves={buttons}
        facts={
          <Facts
            facts={[
              { label: t('acceptor.limit'), value: <span className="oa-figure">{money(limit.limit)}</span> },
              { label: t('acceptor.used'), value: money(limit.used) },
              {
                label: t('acceptor.free'),
                value: <span className={big(limit.free).lt(0) ? 'oa-red' : ''}>{money(limit.free)}</span>,
              },
              { label: t('acceptor.beyond'), value: doesBeyond(limit.beyond) },
              { label: t('acceptor.validTo'), value: limit.validTo },
              { label: t('acceptor.note'), value: limit.note },
            ]}
          />
        }
      >
        <Card flush title={t('acceptor.bills')}>
          <DataTable
            caption={t('acceptor.bills')}
            rows={limit.bills}
            rowKey={(bill) => bill.id}
            href={(bill) => `/bills/${bill.id}`}
            empty={<EmptyState title={t('acceptor.noBills')} text={t('bill.noneText')} />}
            columns={[
              {
                key: 'number',
                title: t('bill.number'),
                pin: 'left',
                render: (bill) => <Link to={`/bills/${bill.id}`}>{bill.billNumber}</Link>,
              },
              { key: 'party', title: t('acceptor.from'), render: (bill) => bill.party },
              { key: 'due', title: t('bill.due'), render: (bill) => bill.due },
              {
                key: 'amount',
                title: t('field.amount'),
                numeric: true,
                render: (bill) => <Money value={bill.amount} currency={currency} />,
              },
              {
                key: 'over',
                title: t('acceptor.overWhenTaken'),
                numeric: true,
                render: (bill) =>
                  big(bill.beyond).gt(0) ? (
                    <span className="oa-red">
                      <Money value={bill.beyond} currency={currency} />
                    </span>
                  ) : (
                    '–'
                  ),
              },
              { key: 'state', title: '', render: (bill) => <StateTag kind="bill" state={bill.state} /> },
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

function Editor({
  limit,
  version,
  onClose,
  onSaved,
}: {
  limit: AcceptorLimit | null;
  version: string | null;
  onClose: () => void;
  onSaved: (id: string) => void;
}) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const currency = me.company.baseCurrency;
  const form = useForm(
    {
      code: limit?.code ?? '',
      name: limit?.name ?? '',
      otherNames: limit?.otherNames ?? [],
      limit: limit?.limit ?? null,
      beyond: (limit?.beyond ?? 'WARN') as Beyond | null,
      validTo: limit?.validTo ?? null,
      note: limit?.note ?? '',
    },
    async (values, key) => {
      const body = {
        ...values,
        code: values.code.trim(),
        name: values.name.trim(),
        limit: values.limit ?? '0',
        beyond: values.beyond ?? 'WARN',
        note: values.note.trim() || null,
      };
      const saved = await (limit
        ? put(`/acceptor-limits/${limit.id}`, body, { key, version })
        : post('/acceptor-limits', body, { key }));
      await queries.invalidateQueries({ queryKey: ['acceptor-limits'] });
      void message.success(t('acceptor.saved', { name: saved.limit.name }));
      onSaved(saved.limit.id);
    },
  );
  const names = form.bind('otherNames');
  return (
    <FormDrawer
      open
      width={560}
      title={limit ? limit.name : t('acceptor.new')}
      action={t(limit ? 'acceptor.save' : 'acceptor.create')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={2}>
        <TextField form={form} name="code" label={t('acceptor.code')} must />
        <TextField form={form} name="name" label={t('bill.acceptor')} must />
        <Field
          label={t('acceptor.otherNames')}
          bound={names}
          form={form}
          name="otherNames"
          wide
          help={t('acceptor.otherNamesHelp')}
        >
          <Select
            id={names.id}
            mode="tags"
            open={false}
            suffixIcon={null}
            status={names.status}
            value={names.value}
            onChange={(value: string[]) => {
              names.onChange(value);
            }}
          />
        </Field>
        <Field label={t('acceptor.limit')} form={form} name="limit" must>
          <FigureInput {...form.bind('limit')} currency={currency} suffix={currency} />
        </Field>
        <Field label={t('acceptor.beyond')} form={form} name="beyond">
          <ChoiceInput
            {...form.bind('beyond')}
            options={BEYOND.map((value) => ({ value, label: doesBeyond(value) }))}
          />
        </Field>
        <Field label={t('acceptor.validTo')} form={form} name="validTo">
          <DateInput {...form.bind('validTo')} />
        </Field>
        <TextField form={form} name="note" label={t('acceptor.note')} wide />
      </Fields>
    </FormDrawer>
  );
}

/** What a bill of this acceptor would meet, said while it is entered; nothing when it fits or nobody has set a limit. */
export function AcceptorStanding({ acceptor, amount }: { acceptor: string; amount: Decimal | null }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const may = useCan();
  const named = acceptor.trim();
  const wanted = amount && big(amount).gt(0) ? amount : '0';
  const query = useQuery({
    queryKey: ['acceptor-limits', 'standing', named, wanted],
    enabled: named.length > 0 && may('bill.view'),
    queryFn: () => get('/acceptor-limits/standing', { acceptor: named, amount: wanted }),
  });
  const standing = query.data?.standing;
  if (!standing) return null;
  const money = (value: Decimal) => formatMoney(value, me.company.baseCurrency);
  const figures = {
    name: standing.name,
    limit: money(standing.limit),
    used: money(standing.used),
    free: money(standing.free),
    over: money(standing.over),
  };
  if (big(standing.over).lte(0) && !standing.stopped) {
    return <Alert type="info" showIcon title={t('acceptor.fits', figures)} />;
  }
  const severe = standing.beyond === 'REFUSE';
  return (
    <Alert
      type={severe ? 'error' : 'warning'}
      showIcon
      title={t(standing.stopped ? 'acceptor.isStopped' : 'acceptor.isOver', figures)}
      description={standing.stopped ? undefined : t(`acceptor.does.${standing.beyond}`)}
    />
  );
}
