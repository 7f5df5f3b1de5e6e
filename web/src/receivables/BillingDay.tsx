import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, put } from '../lib/api';
import { useCan } from '../lib/session';
import { problemText } from '../ui/problems';

/** The day of the month a customer gets their statement, and the way to their account card. */
export function BillingDay({ customer }: { customer: string }) {
  const { t } = useTranslation('receivables');
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const key = ['customers', customer, 'billing-day'];
  const query = useQuery({ queryKey: key, queryFn: () => get(`/customers/${customer}/billing-day`) });
  return (
    <Select
      size="small"
      style={{ minWidth: 120 }}
      aria-label={t('statement.billingDay')}
      disabled={!may('statement.create')}
      loading={query.isPending}
      value={query.data?.day ?? 0}
      options={[
        { value: 0, label: t('statement.monthEnd') },
        ...Array.from({ length: 30 }, (_, i) => ({ value: i + 1, label: t('statement.onDay', { day: i + 1 }) })),
      ]}
      onChange={(day) => {
        put(`/customers/${customer}/billing-day`, { day: day === 0 ? null : day }).then(
          () => queries.invalidateQueries({ queryKey: key }),
          (error: unknown) => void message.error(problemText(error)),
        );
      }}
    />
  );
}
