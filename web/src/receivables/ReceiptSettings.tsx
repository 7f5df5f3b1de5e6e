import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, send, type Schema } from '../lib/api';
import type { Decimal } from '../lib/money';
import { useCan, useMe } from '../lib/session';
import { Failure } from '../ui/Failure';
import { Field, Fields, useForm } from '../ui/form';
import { FigureInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';

type Settings = Schema<'receivables.ReceiptSettings.Settings'>;

/** Which small differences are written off when money is allocated, and whether payables are set off. */
export function ReceiptSettings() {
  const settings = useQuery({ queryKey: ['receipt-settings'], queryFn: () => get('/receipt-settings') });
  if (settings.isError) return <Failure error={settings.error} reset={() => void settings.refetch()} />;
  return settings.data ? <Editor key={settings.data.version} start={settings.data} /> : null;
}

function Editor({ start }: { start: Settings }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const may = useCan()('receipt.tolerance');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const form = useForm<{ toleranceAmount: Decimal | null; tolerancePercent: Decimal | null; offsets: boolean }>(
    {
      toleranceAmount: start.toleranceAmount ?? null,
      tolerancePercent: start.tolerancePercent ?? null,
      offsets: start.offsets,
    },
    async (body, key) => {
      await send('PUT', '/receipt-settings', { body, key, version: String(start.version) });
      void message.success(t('settings.saved'));
      await queries.invalidateQueries({ queryKey: ['receipt-settings'] });
    },
  );
  return (
    <form
      className="oa-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <Card className="oa-doc-head">
        <Line>
          <h1 className="oa-grow">{t('settings.title')}</h1>
          {may && (
            <Button type="primary" htmlType="submit" loading={form.busy} disabled={!form.changed}>
              {t('settings.save')}
            </Button>
          )}
        </Line>
      </Card>
      {form.general && <Alert type="error" showIcon title={form.general} />}
      <Card title={t('settings.tolerance')}>
        <p className="oa-soft">{t('settings.toleranceText')}</p>
        <Fields columns={2}>
          <Field label={t('settings.toleranceAmount')} form={form} name="toleranceAmount">
            <FigureInput {...form.bind('toleranceAmount')} currency={me.company.baseCurrency} disabled={!may} />
          </Field>
          <Field label={t('settings.tolerancePercent')} form={form} name="tolerancePercent">
            <FigureInput {...form.bind('tolerancePercent')} kind="quantity" suffix="%" disabled={!may} />
          </Field>
        </Fields>
      </Card>
      <Card title={t('settings.offset')}>
        <Checkbox
          checked={form.values.offsets}
          disabled={!may}
          onChange={(event) => {
            form.set({ offsets: event.target.checked });
          }}
        >
          {t('settings.offsetText')}
        </Checkbox>
      </Card>
    </form>
  );
}
