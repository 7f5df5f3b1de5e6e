import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get, put } from '../lib/api';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { ChoiceInput } from '../ui/inputs';

const CHOICES = ['RULE', 'YES', 'NO'] as const;
type Choice = (typeof CHOICES)[number];

/** Whether an order owed for by invoice may be invoiced before its goods leave, whatever the company's rule. */
export function BeforeDelivery({ order, onClose }: { order: string; onClose: () => void }) {
  const query = useQuery({
    queryKey: ['sales-orders', order, 'invoicing'],
    queryFn: () => get(`/invoicing/orders/${order}/settings`),
  });
  if (query.isError) return <Failure error={query.error} />;
  if (!query.data) return null;
  const own = query.data.beforeDelivery;
  return <Form order={order} start={own == null ? 'RULE' : own ? 'YES' : 'NO'} onClose={onClose} />;
}

function Form({ order, start, onClose }: { order: string; start: Choice; onClose: () => void }) {
  const { t } = useTranslation('invoicing');
  const queries = useQueryClient();
  const form = useForm({ choice: start as Choice | null }, async ({ choice }) => {
    await put(`/invoicing/orders/${order}/settings`, {
      beforeDelivery: choice == null || choice === 'RULE' ? null : choice === 'YES',
    });
    await queries.invalidateQueries({ queryKey: ['sales-orders', order] });
    await queries.invalidateQueries({ queryKey: ['candidates'] });
  });
  return (
    <FormDrawer open title={t('before.title')} action={t('settings.save')} form={form} onClose={onClose}>
      <Fields columns={1}>
        <Field label={t('settings.beforeDelivery')} form={form} name="choice">
          <ChoiceInput<Choice>
            {...form.bind('choice')}
            options={CHOICES.map((value) => ({ value, label: t(`before.${value}`) }))}
          />
        </Field>
      </Fields>
      <div className="oa-mute oa-small">{t('settings.beforeDeliveryText')}</div>
    </FormDrawer>
  );
}
