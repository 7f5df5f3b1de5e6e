import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { formatMoney, type Decimal } from '../lib/money';
import { useMe } from '../lib/session';
import { useCredit } from '../ui/credit';
import { CreditBar } from '../ui/CreditBar';
import { Field, Fields } from '../ui/form';
import { ChoiceInput, FigureInput } from '../ui/inputs';
import { Card } from '../ui/layout';
import { PartyPicker, type Picked } from '../ui/Picker';
import { problemText } from '../ui/problems';
import { Refusal } from '../ui/Refusal';
import { isWarning, useRefusalWords } from '../ui/refusalWords';
import { useLineLimits } from './LineLimits';

/** Could this customer take so much on so many days? Answered by the gate itself, without a document. */
export function Simulate() {
  const { t } = useTranslation('credit');
  const me = useMe();
  const currency = me.company.baseCurrency;
  const [customer, setCustomer] = useState<Picked | null>(null);
  const [amount, setAmount] = useState<Decimal | null>(null);
  const [days, setDays] = useState<Decimal | null>(null);
  const [line, setLine] = useState<string | null>(null);
  const credit = useCredit(customer?.id);
  const limited = useLineLimits(customer?.id).data?.limits ?? [];
  const words = useRefusalWords(currency, customer?.id ?? null);
  const ask = useMutation({
    mutationFn: () =>
      post('/credit/simulation', {
        party: customer?.id,
        amount,
        termDays: days === null ? null : Number(days),
        category: line,
      }),
  });
  const answer = ask.data;
  const objections = answer?.objections ?? [];
  const against = objections.filter((objection) => !isWarning(objection));
  const warnings = objections.filter(isWarning);
  const changed = () => {
    ask.reset();
  };
  return (
    <>
      <Card>
        <h1>{t('simulate.title')}</h1>
        <div className="oa-mute">{t('simulate.what')}</div>
      </Card>
      <Card>
        <form
          className="oa-stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (customer && amount) ask.mutate();
          }}
        >
          <Fields columns={3}>
            <Field label={t('account.customer')} bound={{ id: 'simulate-customer' }} must>
              <PartyPicker
                id="simulate-customer"
                autoFocus
                value={customer}
                onChange={(picked) => {
                  setCustomer(picked);
                  setLine(null);
                  changed();
                }}
              />
            </Field>
            <Field label={t('simulate.amount')} bound={{ id: 'simulate-amount' }} must>
              <FigureInput
                id="simulate-amount"
                value={amount}
                currency={currency}
                onChange={(figure) => {
                  setAmount(figure);
                  changed();
                }}
              />
            </Field>
            <Field label={t('simulate.days')} bound={{ id: 'simulate-days' }} help={t('simulate.daysHelp')}>
              <FigureInput
                id="simulate-days"
                kind="quantity"
                value={days}
                onChange={(figure) => {
                  setDays(figure);
                  changed();
                }}
              />
            </Field>
            {limited.length > 0 && (
              <Field label={t('simulate.line')} bound={{ id: 'simulate-line' }}>
                <ChoiceInput
                  id="simulate-line"
                  value={line}
                  clearable
                  options={limited.map((one) => ({ value: one.category, label: one.name }))}
                  onChange={(value) => {
                    setLine(value);
                    changed();
                  }}
                />
              </Field>
            )}
          </Fields>
          <div>
            <Button type="primary" htmlType="submit" loading={ask.isPending} disabled={!customer || !amount}>
              {t('simulate.ask')}
            </Button>
          </div>
        </form>
      </Card>
      {credit.data && customer && (
        <Card>
          <CreditBar credit={credit.data} ghost={amount} customer={customer.id} />
        </Card>
      )}
      {ask.isError && <Alert type="error" showIcon title={problemText(ask.error)} />}
      {answer &&
        (against.length === 0 ? (
          <Alert
            type="success"
            showIcon
            title={t('simulate.yes', { name: customer?.label, amount: formatMoney(amount, currency) })}
          />
        ) : (
          <Refusal
            title={t('simulate.no', { count: against.length })}
            objections={words.objections(against)}
            ways={words.ways(answer.ways, () => undefined)}
          />
        ))}
      {warnings.length > 0 && (
        <Refusal
          tone="orange"
          title={t('ui:refusal.warnings', { count: warnings.length })}
          objections={words.objections(warnings)}
          ways={[]}
        />
      )}
    </>
  );
}
