import { Alert, Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { post, put } from '../lib/api';
import { big, type Decimal } from '../lib/money';
import { useMe } from '../lib/session';
import { Field, Fields, TextField, useForm } from '../ui/form';
import { ChoiceInput, FigureInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';
import type { Product } from './types';

type TextName = 'code' | 'name' | 'specification' | 'brand' | 'unit' | 'barcode' | 'taxCode' | 'description';
const TEXTS: TextName[] = ['code', 'name', 'specification', 'brand', 'unit', 'barcode', 'taxCode', 'description'];

interface Values extends Record<TextName, string> {
  taxRate: Decimal | null;
  listPrice: Decimal | null;
  minimumPrice: Decimal | null;
  priceIncludesTax: boolean;
  stocked: boolean;
}

const RATES = ['0.13', '0.09', '0.06', '0.03', '0.01', '0'];

/** Enters a product or changes one. */
export function ProductEditor({
  product,
  version,
  onSaved,
  onCancel,
}: {
  product: Product | null;
  version?: string | null;
  onSaved: (id: string) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation('catalog');
  const me = useMe();
  const form = useForm<Values>(
    {
      ...(Object.fromEntries(TEXTS.map((name) => [name, product?.[name] ?? ''])) as Record<TextName, string>),
      taxRate: product ? big(product.taxRate).toFixed() : '0.13',
      listPrice: product?.listPrice ?? null,
      minimumPrice: product?.minimumPrice ?? null,
      priceIncludesTax: product?.priceIncludesTax ?? true,
      stocked: product?.stocked ?? true,
    },
    async (values, key) => {
      const body = {
        ...Object.fromEntries(TEXTS.map((name) => [name, values[name].trim() || null])),
        taxRate: values.taxRate,
        listPrice: values.listPrice,
        minimumPrice: values.minimumPrice,
        priceIncludesTax: values.priceIncludesTax,
        stocked: values.stocked,
      };
      const saved = product
        ? await put(`/products/${product.id}`, body, { key, version: version ?? null })
        : await post('/products', body, { key });
      onSaved(saved.product.id);
    },
  );
  const text = (name: TextName, more: { must?: boolean; help?: string; wide?: boolean } = {}) => (
    <TextField form={form} name={name} label={t(`field.${name}`)} {...more} />
  );
  return (
    <form
      className="oa-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      {form.general && <Alert type="error" showIcon title={form.general} />}
      <Card>
        <Fields columns={3}>
          {text('name', { must: true })}
          {text('code', { help: t('product.codeHelp') })}
          {text('specification')}
          {text('unit', { must: true })}
          {text('brand')}
          {text('barcode')}
          {text('taxCode', { help: t('product.taxCodeHelp') })}
          <Field label={t('field.taxRate')} form={form} name="taxRate">
            <ChoiceInput
              {...form.bind('taxRate')}
              options={RATES.map((value) => ({ value, label: `${big(value).times(100).toFixed()}%` }))}
            />
          </Field>
          <Field label={t('field.listPrice')} form={form} name="listPrice">
            <FigureInput {...form.bind('listPrice')} currency={me.company.baseCurrency} />
          </Field>
          <Field label={t('field.minimumPrice')} form={form} name="minimumPrice" help={t('product.minimumHelp')}>
            <FigureInput {...form.bind('minimumPrice')} currency={me.company.baseCurrency} />
          </Field>
          <Checkbox
            checked={form.values.priceIncludesTax}
            onChange={(event) => {
              form.set({ priceIncludesTax: event.target.checked });
            }}
          >
            {t('field.priceIncludesTax')}
          </Checkbox>
          <Checkbox
            checked={form.values.stocked}
            onChange={(event) => {
              form.set({ stocked: event.target.checked });
            }}
          >
            {t('field.stocked')}
          </Checkbox>
          {text('description', { wide: true })}
        </Fields>
      </Card>
      <Line>
        <Button
          type="primary"
          htmlType="submit"
          loading={form.busy}
          disabled={!form.values.name.trim() || !form.values.unit.trim()}
        >
          {t(product ? 'product.save' : 'product.create')}
        </Button>
        <Button onClick={onCancel}>{t('ui:cancel')}</Button>
      </Line>
    </form>
  );
}
