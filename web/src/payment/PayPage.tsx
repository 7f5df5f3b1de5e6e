import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageLink } from '../app/LanguageLink';
import { post, type Schema } from '../lib/api';
import { big, formatMoney } from '../lib/money';
import { StatusTag } from '../ui/cells';
import { Card, Line, Mute, Stack } from '../ui/layout';
import { problemText } from '../ui/problems';

type PayView = Schema<'receivables.PayLinks.PayPage'>;
type Due = PayView['items'][number];

/** A payment that was begun in this browser, to be asked about after coming back. */
const BEGUN = 'oa-pay';

interface Begun {
  token: string;
  payment: string;
}

function begunHere(token: string): string | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(BEGUN) ?? 'null') as Begun | null;
    return kept?.token === token ? kept.payment : null;
  } catch {
    return null;
  }
}

/** The page behind a payment link: what is due and what it costs today; a customer chooses and pays without signing in. */
export function PayPage() {
  const { i18n } = useTranslation('payment');
  const token = window.location.hash.slice(1);
  const query = useQuery({
    queryKey: ['pay-link', token, i18n.language],
    queryFn: () => post('/pay-links/page', { token }),
    retry: false,
  });
  return (
    <main className="oa-main" style={{ maxWidth: 640, margin: '0 auto' }}>
      <Line between>
        <div className="oa-brand">
          <img src="/icon.svg" alt="" />
          OnAccount 赊销通
        </div>
        <LanguageLink />
      </Line>
      <Coming token={token} />
      {query.isError && <Alert type="error" showIcon title={problemText(query.error)} />}
      {query.data && (
        <Choice
          key={query.data.items.map((item) => item.ref + item.payable).join()}
          token={token}
          page={query.data}
          reload={() => void query.refetch()}
        />
      )}
    </main>
  );
}

/** What became of the payment one comes back from. */
function Coming({ token }: { token: string }) {
  const { t } = useTranslation('payment');
  const queries = useQueryClient();
  const payment = begunHere(token);
  const query = useQuery({
    queryKey: ['pay-state', payment],
    queryFn: async () => {
      const answer = await post('/pay-links/state', { token, payment: payment ?? '' });
      if (answer.state !== 'PENDING') void queries.invalidateQueries({ queryKey: ['pay-link', token] });
      return answer.state;
    },
    enabled: payment !== null,
    refetchInterval: (found) => (found.state.data === 'PENDING' ? 2000 : false),
    retry: false,
  });
  if (!query.data) return null;
  const good = query.data === 'BOOKED' || query.data === 'PAID';
  return (
    <Alert
      type={good ? 'success' : query.data === 'PENDING' ? 'info' : 'warning'}
      showIcon
      title={t(`came.${query.data}`)}
    />
  );
}

function Choice({ token, page, reload }: { token: string; page: PayView; reload: () => void }) {
  const { t } = useTranslation('payment');
  const currencies = [...new Set(page.items.map((item) => item.currency))];
  return (
    <>
      <Card title={t('page.title', { company: page.company })}>
        <Line between>
          <span>{page.customer}</span>
          <Mute>{t('page.day', { day: page.day })}</Mute>
        </Line>
      </Card>
      {page.items.length === 0 && (
        <Card>
          <Mute>{t('page.nothing')}</Mute>
        </Card>
      )}
      {currencies.map((currency) => (
        <InCurrency
          key={currency}
          token={token}
          page={page}
          currency={currency}
          several={currencies.length > 1}
          reload={reload}
        />
      ))}
      {big(page.credits).lt(0) && (
        <Mute>{t('page.credits', { amount: formatMoney(page.credits.replace('-', ''), page.currency) })}</Mute>
      )}
    </>
  );
}

/** What is due in one currency: each is paid by itself. */
function InCurrency({
  token,
  page,
  currency,
  several,
  reload,
}: {
  token: string;
  page: PayView;
  currency: string;
  /** Whether there are others: then each says which it is. */
  several: boolean;
  reload: () => void;
}) {
  const { t } = useTranslation('payment');
  const items = page.items.filter((item) => item.currency === currency);
  const [chosen, setChosen] = useState<Record<string, boolean>>(() =>
    Object.fromEntries(items.map((item) => [item.ref, item.chosen])),
  );
  const [busy, setBusy] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const money = (value: string) => formatMoney(value, currency);
  const paid = items.filter((item) => chosen[item.ref]);
  const sum = paid.reduce((total, item) => total.plus(item.payable), big('0'));
  const saved = paid.reduce((total, item) => total.plus(item.discount), big('0'));
  const takers = page.takers.filter((taker) => taker.currencies.includes(currency));
  const pay = (provider: string) => {
    setBusy(provider);
    setWrong(null);
    post('/pay-links/payments', { token, provider, refs: paid.map((item) => item.ref), amount: sum.toFixed() }).then(
      (begun) => {
        sessionStorage.setItem(BEGUN, JSON.stringify({ token, payment: begun.payment }));
        window.location.assign(begun.address);
      },
      (error: unknown) => {
        setBusy(null);
        setWrong(problemText(error));
        reload();
      },
    );
  };
  return (
    <>
      <Card title={t('page.choose')} extra={several && currency}>
        <Stack>
          {items.map((item) => (
            <Item
              key={item.ref}
              item={item}
              chosen={chosen[item.ref] ?? false}
              onChoose={(on) => {
                setChosen((before) => ({ ...before, [item.ref]: on }));
              }}
            />
          ))}
        </Stack>
      </Card>
      <Card className="oa-pay-foot">
        <Stack>
          <Line between>
            <span>{t('page.sum', { count: paid.length })}</span>
            <strong className="oa-figure">{money(sum.toFixed())}</strong>
          </Line>
          {saved.gt(0) && <Mute>{t('page.saved', { amount: money(saved.toFixed()) })}</Mute>}
          {wrong && <Alert type="warning" showIcon title={wrong} />}
          {takers.length === 0 && <Alert type="info" showIcon title={t('page.noTaker', { currency })} />}
          {takers.some((taker) => taker.trial) && <Alert type="info" showIcon title={t('page.trial')} />}
          {takers.map((taker) => (
            <Button
              key={taker.name}
              type="primary"
              size="large"
              block
              disabled={!sum.gt(0) || busy !== null}
              loading={busy === taker.name}
              onClick={() => {
                pay(taker.name);
              }}
            >
              {t('page.pay', { provider: t(`provider.${taker.name}`, { defaultValue: taker.name }) })}
            </Button>
          ))}
        </Stack>
      </Card>
    </>
  );
}

function Item({ item, chosen, onChoose }: { item: Due; chosen: boolean; onChoose: (on: boolean) => void }) {
  const { t } = useTranslation('payment');
  const currency = item.currency;
  return (
    <div>
      <Line between>
        <Checkbox
          checked={chosen}
          onChange={(event) => {
            onChoose(event.target.checked);
          }}
        >
          {item.date ? item.number : t('page.order', { number: item.number })}
        </Checkbox>
        <strong>{formatMoney(item.payable, currency)}</strong>
      </Line>
      <Line tight>
        {item.due && <Mute>{t('page.due', { day: item.due })}</Mute>}
        {item.overdue && <StatusTag tone="red">{t('page.overdue')}</StatusTag>}
        {big(item.discount).gt(0) && (
          <StatusTag tone="green">
            {t('page.discount', {
              amount: formatMoney(item.discount, currency),
              open: formatMoney(item.open, currency),
            })}
          </StatusTag>
        )}
      </Line>
      {item.takenOff.map((credit) => (
        <Mute key={credit.credit}>
          {t('page.takenOff', { number: credit.number, amount: formatMoney(credit.amount, currency) })}
        </Mute>
      ))}
      {item.explanation && <Mute>{item.explanation}</Mute>}
    </div>
  );
}
