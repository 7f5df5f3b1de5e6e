import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Decimal } from '../lib/money';
import { lineAmounts, type LineAmounts } from '../lib/tax';
import { FigureInput } from '../ui/inputs';
import { Line } from '../ui/layout';

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

/** Charges of an order or a quote: a name and an amount each. */
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
    <div className="oa-stack tight">
      {charges.map((charge, index) => (
        <Line key={index} tight nowrap>
          <Input
            aria-label={t('order.chargeName')}
            value={charge.name}
            disabled={disabled}
            status={error(`charges[${String(index)}].name`) ? 'error' : ''}
            onChange={(event) => {
              set(index, { name: event.target.value });
            }}
          />
          <FigureInput
            aria-label={t('order.chargeAmount')}
            value={charge.amount}
            currency={currency}
            disabled={disabled}
            status={error(`charges[${String(index)}].amount`) ? 'error' : ''}
            onChange={(amount) => {
              set(index, { amount });
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
      ))}
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
    </div>
  );
}
