import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Dropdown, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, put, url, type Schema } from '../lib/api';
import { serverText } from '../lib/i18n';
import { formatMoney } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput } from '../ui/inputs';
import { Card } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import { problemText } from '../ui/problems';

type Target = Schema<'receivables.TargetView'>;

const FORMATS = ['kingdee', 'yonyou', 'csv'] as const;

/** Vouchers for the general ledger: what waits, what was handed over, and which account goes where. */
export function Vouchers() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const may = useCan();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [mapping, setMapping] = useState(false);
  const pending = useQuery({
    queryKey: ['voucher-exports', 'pending'],
    queryFn: () => get('/voucher-exports/pending'),
  });
  const first = pending.data?.first ?? me.today;
  const empty = {
    from: null as string | null,
    to: me.today as string | null,
    grouping: 'JOURNAL' as string | null,
    word: t('voucher.ji'),
    firstNumber: '1',
  };
  const form = useForm(empty, (values, key) =>
    post(
      '/voucher-exports',
      {
        from: values.from ?? first,
        to: values.to,
        grouping: values.grouping as 'JOURNAL' | 'DAY',
        word: values.word,
        firstNumber: Number(values.firstNumber),
      },
      { key },
    ),
  );
  return (
    <>
      {pending.data && (
        <Card title={t('voucher.title')}>
          <div className="oa-mute">
            {pending.data.journals > 0
              ? t('voucher.waiting', {
                  journals: pending.data.journals,
                  debit: formatMoney(pending.data.debit, me.company.baseCurrency),
                  first,
                })
              : t('voucher.nothingWaits')}
          </div>
        </Card>
      )}
      <ListPage
        list="voucher-exports"
        href={null}
        create={{
          onClick: () => {
            setOpen(true);
          },
          label: t('voucher.export'),
          right: 'voucher-export.create',
        }}
        actions={
          <Button
            onClick={() => {
              setMapping(true);
            }}
          >
            {t('voucher.accounts')}
          </Button>
        }
        also={['downloads']}
        render={{
          exportedAt: (row) => (
            <Dropdown
              trigger={['click']}
              disabled={Number(row['downloads']) > 0 ? !may('voucher-export.reexport') : !may('voucher-export.create')}
              menu={{
                items: FORMATS.map((format) => ({
                  key: format,
                  label: (
                    <a href={url(`/voucher-exports/${row.id}/file`, { format })} download>
                      {t(`voucher.${format}`)}
                    </a>
                  ),
                })),
              }}
            >
              <Button size="small">{t('voucher.file')}</Button>
            </Dropdown>
          ),
        }}
        empty={{ title: t('voucher.none'), text: t('voucher.noneText') }}
      />
      <FormDrawer
        title={t('voucher.export')}
        action={t('voucher.export')}
        form={form}
        open={open}
        onClose={() => {
          setOpen(false);
        }}
        onDone={() => {
          form.reset(empty);
          void queries.invalidateQueries({ queryKey: ['voucher-exports'] });
        }}
      >
        <Fields columns={1}>
          <Field label={t('ledger.from')} form={form} name="from" help={first}>
            <DateInput {...form.bind('from')} />
          </Field>
          <Field label={t('ledger.to')} form={form} name="to" must>
            <DateInput {...form.bind('to')} />
          </Field>
          <Field label={t('voucher.grouping')} form={form} name="grouping">
            <ChoiceInput
              {...form.bind('grouping')}
              options={['JOURNAL', 'DAY'].map((value) => ({ value, label: t(`voucher.${value}`) }))}
            />
          </Field>
          <TextField form={form} name="word" label={t('voucher.word')} />
          <TextField form={form} name="firstNumber" label={t('voucher.firstNumber')} />
        </Fields>
      </FormDrawer>
      {mapping && (
        <Accounts
          onClose={() => {
            setMapping(false);
          }}
        />
      )}
    </>
  );
}

/** Which account of the general ledger each of ours goes to. */
function Accounts({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('receivables');
  const may = useCan();
  const { message } = App.useApp();
  const [changed, setChanged] = useState<Target[] | null>(null);
  const query = useQuery({ queryKey: ['voucher-accounts'], queryFn: () => get('/voucher-accounts') });
  const rows = changed ?? query.data?.accounts ?? [];
  const set = (at: number, part: Partial<Target>) => {
    setChanged(rows.map((row, i) => (i === at ? { ...row, ...part } : row)));
  };
  const [wrong, setWrong] = useState<string | null>(null);
  return (
    <Modal
      open
      width={760}
      title={t('voucher.accounts')}
      okText={t('voucher.save')}
      okButtonProps={{ disabled: changed === null || !may('voucher-export.edit') }}
      onCancel={onClose}
      onOk={() =>
        put('/voucher-accounts', { accounts: rows }).then(
          () => {
            void message.success(t('voucher.saved'));
            onClose();
          },
          (error: unknown) => {
            setWrong(problemText(error));
          },
        )
      }
    >
      {query.isError && <Failure error={query.error} />}
      {wrong && <Alert type="error" showIcon title={wrong} />}
      <DataTable
        rows={rows.map((row, at) => ({ ...row, at }))}
        rowKey={(row) => String(row.at)}
        loading={query.isPending}
        caption={t('voucher.accounts')}
        columns={[
          {
            key: 'account',
            title: t('journal.account'),
            render: (row) => serverText(`ledger.account.${row.account}`, row.account),
          },
          {
            key: 'code',
            title: t('voucher.code'),
            render: (row) => (
              <Input
                aria-label={t('voucher.code')}
                value={row.code}
                onChange={(event) => {
                  set(row.at, { code: event.target.value });
                }}
              />
            ),
          },
          {
            key: 'name',
            title: t('voucher.name'),
            render: (row) => (
              <Input
                aria-label={t('voucher.name')}
                value={row.name}
                onChange={(event) => {
                  set(row.at, { name: event.target.value });
                }}
              />
            ),
          },
          {
            key: 'aux',
            title: t('voucher.aux'),
            render: (row) => (
              <Select
                aria-label={t('voucher.aux')}
                value={row.aux}
                style={{ minWidth: 120 }}
                options={(['NONE', 'CUSTOMER', 'CASH_ACCOUNT'] as const).map((value) => ({
                  value,
                  label: t(`voucher.aux${value}`),
                }))}
                onChange={(aux) => {
                  set(row.at, { aux });
                }}
              />
            ),
          },
        ]}
      />
    </Modal>
  );
}
