import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Decimal } from '../lib/money';
import { lineAmounts, type LineAmounts } from '../lib/tax';
import { FigureInput } from '../ui/inputs';
import { Line, Stack } from '../ui/layout';
import { TaxRateSelect } from '../ui/LineEditor';

/** Freight or another charge as it is typed. */
export interface DraftCharge {
  /** Of the order's charge that a change is about. */
  position?: number | null;
  name: string;
  amount: Decimal | null;
  taxRate: Decimal;
}

/** What each charge comes to, by the rule the server uses. */
export function chargeAmounts(charges: readonly DraftCharge[], taxIncluded: boolean, currency: string): LineAmounts[] {
  return charges.map((charge) =>
    lineAmounts({ quantity: '1', price: charge.amount, taxIncluded, taxRate: charge.taxRate }, currency),
  );
}

/** Charges of an order or a quote: each with a name, an amount and its tax rate. */
export function Charges({
  charges,
  currency,
  error,
  disabled,
  onChange,
}: {
  charges: DraftCharge[];
  currency: string;
  error: (path: string) => string | undefined;
  disabled?: boolean;
  onChange: (charges: DraftCharge[]) => void;
}) {
  const { t } = useTranslation('sales');
  const set = (index: number, part: Partial<DraftCharge>) => {
    onChange(charges.map((charge, i) => (i === index ? { ...charge, ...part } : charge)));
  };
  return (
    <Stack tight>
      {charges.map((charge, index) => {
        const said = (name: string) => error(`charges[${String(index)}].${name}`);
        const troubles = ['name', 'amount', 'taxRate'].map(said).filter(Boolean);
        return (
          <div key={index}>
            <Line tight nowrap>
              <Input
                aria-label={t('order.chargeName')}
                value={charge.name}
                disabled={disabled}
                status={said('name') ? 'error' : ''}
                onChange={(event) => {
                  set(index, { name: event.target.value });
                }}
              />
              <FigureInput
                aria-label={t('order.chargeAmount')}
                value={charge.amount}
                currency={currency}
                disabled={disabled}
                status={said('amount') ? 'error' : ''}
                onChange={(amount) => {
                  set(index, { amount });
                }}
              />
              <TaxRateSelect
                value={charge.taxRate}
                disabled={disabled ?? false}
                onChange={(taxRate) => {
                  set(index, { taxRate });
                }}
              />
              <Button
                type="text"
                icon={<DeleteOutlined />}
                disabled={disabled}
                aria-label={t('order.removeCharge', { name: charge.name })}
                onClick={() => {
                  onChange(charges.filter((_, i) => i !== index));
                }}
              />
            </Line>
            {troubles.length > 0 && (
              <div className="said error" role="alert">
                {[...new Set(troubles)].join(' ')}
              </div>
            )}
          </div>
        );
      })}
      <div>
        <Button
          size="small"
          icon={<PlusOutlined />}
          disabled={disabled}
          onClick={() => {
            onChange([...charges, { name: t('order.freight'), amount: null, taxRate: '0' }]);
          }}
        >
          {t('order.addCharge')}
        </Button>
      </div>
    </Stack>
  );
}
