import { Checkbox, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { serverText } from '../lib/i18n';
import { formatMoney } from '../lib/money';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { ChoiceInput } from '../ui/inputs';
import { Stack } from '../ui/layout';
import type { Quote } from './types';

export const LOST_REASONS = [
  'PRICE',
  'DELIVERY',
  'TERMS',
  'SPECIFICATION',
  'COMPETITOR',
  'NO_NEED',
  'NO_ANSWER',
  'OTHER',
] as const;
type LostReason = (typeof LOST_REASONS)[number];

/** Notes that the customer has accepted in words or on paper, and which optional lines they want. */
export function AcceptDrawer({
  quote,
  version,
  onDone,
  onClose,
}: {
  quote: Quote;
  version: string | null;
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('sales');
  const options = quote.lines.filter((line) => line.optional);
  const form = useForm({ by: quote.contact, options: [] as number[], remark: '' }, async (values, key) => {
    await post(
      `/quotes/${quote.id}/acceptance`,
      { by: values.by.trim(), options: values.options, remark: values.remark.trim() || null },
      { key, version },
    );
    onDone();
  });
  const by = form.bind('by');
  const remark = form.bind('remark');
  return (
    <FormDrawer
      open
      title={t('quote.acceptTitle', { number: quote.number })}
      action={t('quote.accept')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        <Field label={t('quote.acceptedBy')} bound={by} form={form} name="by" must>
          <Input
            id={by.id}
            value={by.value}
            status={by.status}
            maxLength={100}
            onChange={(event) => {
              by.onChange(event.target.value);
            }}
          />
        </Field>
        {options.length > 0 && (
          <Field label={t('quote.chosenOptions')}>
            <Stack tight>
              {options.map((line) => (
                <Checkbox
                  key={line.position}
                  checked={form.values.options.includes(line.position)}
                  onChange={(event) => {
                    form.set({
                      options: event.target.checked
                        ? [...form.values.options, line.position]
                        : form.values.options.filter((position) => position !== line.position),
                    });
                  }}
                >
                  {line.productName} {formatMoney(line.total, quote.currency)}
                </Checkbox>
              ))}
            </Stack>
          </Field>
        )}
        <Field label={t('field.note')} bound={remark} form={form} name="remark">
          <Input.TextArea
            id={remark.id}
            autoSize={{ minRows: 2 }}
            value={remark.value}
            maxLength={1000}
            onChange={(event) => {
              remark.onChange(event.target.value);
            }}
          />
        </Field>
      </Fields>
    </FormDrawer>
  );
}

/** Gives a quote up: why, and what was said. */
export function LoseDrawer({
  quote,
  version,
  onDone,
  onClose,
}: {
  quote: Quote;
  version: string | null;
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('sales');
  const form = useForm({ reason: null as LostReason | null, remark: '' }, async (values, key) => {
    await post(
      `/quotes/${quote.id}/loss`,
      { reason: values.reason, remark: values.remark.trim() || null },
      { key, version },
    );
    onDone();
  });
  const remark = form.bind('remark');
  return (
    <FormDrawer
      open
      title={t('quote.loseTitle', { number: quote.number })}
      action={t('quote.lose')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        <Field label={t('quote.lostReason')} form={form} name="reason" must>
          <ChoiceInput<LostReason>
            {...form.bind('reason')}
            options={LOST_REASONS.map((value) => ({
              value,
              label: serverText(`choice.quote.lostReason.${value}`, value),
            }))}
          />
        </Field>
        <Field label={t('order.reason')} bound={remark} form={form} name="remark">
          <Input.TextArea
            id={remark.id}
            autoSize={{ minRows: 2 }}
            value={remark.value}
            status={remark.status}
            maxLength={1000}
            onChange={(event) => {
              remark.onChange(event.target.value);
            }}
          />
        </Field>
      </Fields>
    </FormDrawer>
  );
}
