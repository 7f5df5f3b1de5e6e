import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageLink } from '../app/LanguageLink';
import { post } from '../lib/api';
import { formatMoney } from '../lib/money';
import { Card, Facts, Line, Mute, Stack } from '../ui/layout';
import { problemText } from '../ui/problems';

/** As the browser's clock has it: whoever stands here hasn't signed in. */
function clock(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** The desk of the provider for trying out: what the app of a real one shows. No money moves. */
export function PayDesk() {
  const { t, i18n } = useTranslation('payment');
  const ticket = window.location.hash.slice(1);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['pay-desk', ticket],
    queryFn: () => post('/pay-desk/bill', { ticket }),
    retry: false,
    staleTime: Infinity,
  });
  const decide = (pays: boolean) => {
    setBusy(true);
    setWrong(null);
    post('/pay-desk/decision', { ticket, pays }).then(
      (answer) => {
        if (answer.heard || !pays) window.location.assign(query.data?.back ?? '/');
        else {
          setBusy(false);
          setWrong(t('desk.unheard'));
        }
      },
      (error: unknown) => {
        setBusy(false);
        setWrong(problemText(error));
      },
    );
  };
  const bill = query.data;
  return (
    <main className="oa-main" style={{ maxWidth: 480, margin: '0 auto' }}>
      <Line between>
        <strong>{t('desk.title')}</strong>
        <LanguageLink />
      </Line>
      <Alert type="info" showIcon title={t('desk.trial')} />
      {query.isError && <Alert type="error" showIcon title={problemText(query.error)} />}
      {bill && (
        <Card title={bill.payee}>
          <Stack>
            <div className="oa-figure">{formatMoney(bill.amount, bill.currency)}</div>
            <Facts
              facts={[
                { label: t('desk.subject'), value: bill.subject },
                { label: t('desk.until'), value: clock(bill.until, i18n.language) },
              ]}
            />
            {wrong && <Alert type="warning" showIcon title={wrong} />}
            <Button
              type="primary"
              size="large"
              block
              loading={busy}
              onClick={() => {
                decide(true);
              }}
            >
              {t('desk.pay', { amount: formatMoney(bill.amount, bill.currency) })}
            </Button>
            <Button
              block
              disabled={busy}
              onClick={() => {
                decide(false);
              }}
            >
              {t('desk.refuse')}
            </Button>
            <Mute>{t('desk.how')}</Mute>
          </Stack>
        </Card>
      )}
    </main>
  );
}
