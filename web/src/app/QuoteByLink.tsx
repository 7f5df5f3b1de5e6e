import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, post } from '../lib/api';
import { big, formatMoney, formatPrice, formatQuantity } from '../lib/money';
import { Money } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Sums } from '../ui/DocumentPage';
import { Card, Facts, Line, Stack } from '../ui/layout';
import { problemText } from '../ui/problems';
import { LanguageLink } from './LanguageLink';

const REASONS = ['PRICE', 'DELIVERY', 'TERMS', 'SPECIFICATION', 'COMPETITOR', 'NO_NEED', 'OTHER'] as const;
type Reason = (typeof REASONS)[number];

/** The page behind a customer's link: the quote, its optional lines to choose, and their answer. Opening it changes nothing. */
export function QuoteByLink() {
  const { t, i18n } = useTranslation('app');
  const queries = useQueryClient();
  const token = window.location.hash.slice(1);
  const [options, setOptions] = useState<number[]>([]);
  const [by, setBy] = useState('');
  const [remark, setRemark] = useState('');
  const [declining, setDeclining] = useState(false);
  const [reason, setReason] = useState<Reason | null>(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ good: boolean; words: string } | null>(null);
  const query = useQuery({
    queryKey: ['quote-link', token, options, i18n.language],
    queryFn: () => post('/quote-links/quote', { token, options }),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const q = query.data;
  const open = q?.state === 'OPEN';
  const run = (work: Promise<unknown>, words: string) => {
    setBusy(true);
    work
      .then(
        () => {
          setSaid({ good: true, words });
          return queries.invalidateQueries({ queryKey: ['quote-link', token] });
        },
        (error: unknown) => {
          setSaid({ good: false, words: problemText(error) });
          // Somebody may have answered before, or there is a new version.
          void queries.invalidateQueries({ queryKey: ['quote-link', token] });
        },
      )
      .finally(() => {
        setBusy(false);
      });
  };
  const pdf = () => {
    post('/quote-links/pdf', { token }).then(
      (content) => {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(content as unknown as Blob);
        link.download = `${q?.number ?? 'quote'}.pdf`;
        link.click();
      },
      (error: unknown) => {
        setSaid({ good: false, words: problemText(error) });
      },
    );
  };
  const accept = () => {
    run(
      post(
        '/quote-links/acceptance',
        { token, by: by.trim(), options, remark: remark.trim() || null },
        { key: newKey() },
      ),
      t('quoteLink.accepted'),
    );
  };
  const decline = () => {
    run(
      post('/quote-links/refusal', { token, by: by.trim(), reason, remark: remark.trim() || null }, { key: newKey() }),
      t('quoteLink.declined'),
    );
  };
  // What is being chosen shows at once; what it comes to follows with the server's answer.
  const chosen = (position: number) => (open ? options : (q?.options ?? [])).includes(position);
  return (
    <main className="oa-main" style={{ maxWidth: 1000, margin: '0 auto' }}>
      <Line between>
        <div className="oa-brand">
          <img src="/icon.svg" alt="" />
          OnAccount 赊销通
        </div>
        <LanguageLink />
      </Line>
      {query.isError && <Alert type="error" showIcon title={problemText(query.error)} />}
      {q && (
        <>
          <Card title={t('quoteLink.title', { company: q.company, customer: q.customer })}>
            <Facts
              facts={[
                { label: t('quoteLink.number'), value: q.number },
                { label: t('quoteLink.date'), value: q.date },
                { label: t('quoteLink.validUntil'), value: q.validUntil },
                { label: t('quoteLink.contact'), value: q.contact },
                { label: t('quoteLink.reference'), value: q.reference },
                { label: t('quoteLink.paymentTerm'), value: q.paymentTerm },
                { label: t('quoteLink.discountTerms'), value: q.discountTerms },
                { label: t('quoteLink.deliveryDate'), value: q.deliveryDate },
                { label: t('quoteLink.deliveryAddress'), value: q.deliveryAddress },
                { label: t('quoteLink.note'), value: q.note },
              ]}
            />
            <Line>
              <Button onClick={pdf}>{t('quoteLink.pdf')}</Button>
            </Line>
          </Card>
          <Card title={t('quoteLink.lines')} extra={<span className="oa-mute">{q.currency}</span>}>
            <DataTable
              rows={q.lines}
              rowKey={(line) => String(line.position)}
              caption={t('quoteLink.lines')}
              columns={[
                {
                  key: 'product',
                  title: t('quoteLink.product'),
                  render: (line) => (
                    <>
                      {line.optional ? (
                        <Checkbox
                          checked={chosen(line.position)}
                          disabled={!open || busy}
                          onChange={(event) => {
                            setOptions((before) =>
                              event.target.checked
                                ? [...before, line.position]
                                : before.filter((position) => position !== line.position),
                            );
                          }}
                        >
                          {line.product} <span className="oa-mute">{t('quoteLink.optional')}</span>
                        </Checkbox>
                      ) : (
                        line.product
                      )}
                      {(line.note || line.deliveryDate) && (
                        <div className="oa-mute oa-small">
                          {line.deliveryDate} {line.note}
                        </div>
                      )}
                    </>
                  ),
                },
                {
                  key: 'quantity',
                  title: t('quoteLink.quantity'),
                  numeric: true,
                  render: (line) => `${formatQuantity(line.quantity)} ${line.unit}`,
                },
                {
                  key: 'price',
                  title: t(q.taxInclusive ? 'quoteLink.priceIncluded' : 'quoteLink.priceExcluded'),
                  numeric: true,
                  render: (line) => formatPrice(line.price, q.currency),
                },
                {
                  key: 'discount',
                  title: t('quoteLink.discount'),
                  numeric: true,
                  render: (line) => (big(line.discount).eq(0) ? '–' : `${big(line.discount).times(100).toFixed()}%`),
                },
                {
                  key: 'taxRate',
                  title: t('quoteLink.taxRate'),
                  render: (line) => `${big(line.taxRate).times(100).toFixed()}%`,
                },
                {
                  key: 'total',
                  title: t('quoteLink.amount'),
                  numeric: true,
                  render: (line) => <Money value={line.total} currency={q.currency} />,
                },
              ]}
            />
            <Sums
              sums={[
                ...q.charges.map((charge) => ({ label: charge.name, value: formatMoney(charge.total, q.currency) })),
                ...(big(q.discountAmount).eq(0)
                  ? []
                  : [
                      {
                        label: t('quoteLink.wholeDiscount'),
                        value: formatMoney(big(q.discountAmount).times(-1), q.currency),
                      },
                    ]),
                { label: t('quoteLink.net'), value: formatMoney(q.net, q.currency) },
                { label: t('quoteLink.tax'), value: formatMoney(q.tax, q.currency) },
                { label: t('quoteLink.total'), value: formatMoney(q.total, q.currency), big: true },
              ]}
            />
          </Card>
          {said && <Alert type={said.good ? 'success' : 'warning'} showIcon title={said.words} />}
          {!open && !said?.good && (
            <Alert
              type={q.state === 'ACCEPTED' ? 'success' : 'info'}
              showIcon
              title={
                q.state === 'ACCEPTED'
                  ? t('quoteLink.wasAccepted', { by: q.answeredBy ?? '', on: q.answeredOn ?? '' })
                  : q.state === 'DECLINED'
                    ? t('quoteLink.wasDeclined', { by: q.answeredBy ?? '', on: q.answeredOn ?? '' })
                    : t('quoteLink.over')
              }
            />
          )}
          {open && (
            <Card title={t('quoteLink.answer')}>
              <Stack>
                <Input
                  maxLength={100}
                  aria-label={t('quoteLink.by')}
                  placeholder={t('quoteLink.by')}
                  value={by}
                  onChange={(event) => {
                    setBy(event.target.value);
                  }}
                />
                {declining && (
                  <Select<Reason>
                    aria-label={t('quoteLink.reason')}
                    placeholder={t('quoteLink.reason')}
                    value={reason}
                    options={REASONS.map((value) => ({ value, label: t(`quoteLink.reasons.${value}`) }))}
                    onChange={setReason}
                  />
                )}
                <Input.TextArea
                  autoSize={{ minRows: 2 }}
                  maxLength={1000}
                  aria-label={t('quoteLink.remark')}
                  placeholder={t('quoteLink.remark')}
                  value={remark}
                  onChange={(event) => {
                    setRemark(event.target.value);
                  }}
                />
                <Line>
                  {declining ? (
                    <>
                      <Button
                        danger
                        loading={busy}
                        disabled={!by.trim() || !reason || (reason === 'OTHER' && !remark.trim())}
                        onClick={decline}
                      >
                        {t('quoteLink.sendRefusal')}
                      </Button>
                      <Button
                        disabled={busy}
                        onClick={() => {
                          setDeclining(false);
                        }}
                      >
                        {t('quoteLink.back')}
                      </Button>
                    </>
                  ) : (
                    <>
                      <Button type="primary" loading={busy} disabled={!by.trim() || query.isFetching} onClick={accept}>
                        {t('quoteLink.accept', { amount: formatMoney(q.total, q.currency) })}
                      </Button>
                      <Button
                        disabled={busy}
                        onClick={() => {
                          setDeclining(true);
                        }}
                      >
                        {t('quoteLink.decline')}
                      </Button>
                    </>
                  )}
                </Line>
                <div className="oa-mute">{t('quoteLink.once')}</div>
              </Stack>
            </Card>
          )}
        </>
      )}
    </main>
  );
}
