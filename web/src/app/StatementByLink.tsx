import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, post } from '../lib/api';
import { formatMoney, isZero, type Decimal } from '../lib/money';
import { Money } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { FigureInput } from '../ui/inputs';
import { Card, Facts, Line, Stack } from '../ui/layout';
import { problemText } from '../ui/problems';
import { LanguageLink } from './LanguageLink';

interface Otherwise {
  theirs: Decimal | null;
  remark: string;
}

/** The page behind a customer's link: the statement, and their answer, line by line. Opening it changes nothing. */
export function StatementByLink() {
  const { t, i18n } = useTranslation('app');
  const token = window.location.hash.slice(1);
  const [by, setBy] = useState('');
  const [remark, setRemark] = useState('');
  const [otherwise, setOtherwise] = useState<Record<number, Otherwise>>({});
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ good: boolean; words: string } | null>(null);
  const [answered, setAnswered] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const query = useQuery({
    queryKey: ['statement-link', token, i18n.language],
    queryFn: () => post('/statement-links/statement', { token }),
    retry: false,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const run = (work: Promise<unknown>, words: string, last: boolean) => {
    setBusy(true);
    work
      .then(
        () => {
          setSaid({ good: true, words });
          if (last) setAnswered(true);
        },
        (error: unknown) => {
          setSaid({ good: false, words: problemText(error) });
        },
      )
      .finally(() => {
        setBusy(false);
      });
  };
  const s = query.data;
  const done = answered || s?.answered === true;
  const wrong = Object.entries(otherwise);
  const mark = (line: number, on: boolean) => {
    setOtherwise((before) =>
      on
        ? { ...before, [line]: { theirs: null, remark: '' } }
        : Object.fromEntries(Object.entries(before).filter(([key]) => key !== String(line))),
    );
  };
  const change = (line: number, part: Partial<Otherwise>) => {
    setOtherwise((before) => ({ ...before, [line]: { theirs: null, remark: '', ...before[line], ...part } }));
  };
  const difference = (line: number) => {
    const entry = otherwise[line];
    return (
      <Line tight>
        <Checkbox
          checked={entry !== undefined}
          disabled={done}
          onChange={(event) => {
            mark(line, event.target.checked);
          }}
        >
          {t('statementLink.otherwise')}
        </Checkbox>
        {entry && (
          <>
            <FigureInput
              value={entry.theirs}
              currency={s?.currency ?? null}
              placeholder={t('statementLink.theirs')}
              onChange={(theirs) => {
                change(line, { theirs });
              }}
            />
            <Input
              style={{ width: 180 }}
              maxLength={1000}
              aria-label={t('statementLink.why')}
              placeholder={t('statementLink.why')}
              value={entry.remark}
              onChange={(event) => {
                change(line, { remark: event.target.value });
              }}
            />
          </>
        )}
      </Line>
    );
  };
  const pdf = () => {
    post('/statement-links/pdf', { token }).then(
      (content) => {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(content as unknown as Blob);
        link.download = `${s?.number ?? 'statement'}.pdf`;
        link.click();
      },
      (error: unknown) => {
        setSaid({ good: false, words: problemText(error) });
      },
    );
  };
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
      {s && (
        <>
          <Card title={t('statementLink.title', { company: s.company, customer: s.customer })}>
            <Facts
              facts={[
                { label: t('statementLink.number'), value: s.number },
                { label: t('statementLink.period'), value: `${s.from} – ${s.to}` },
                { label: t('statementLink.opening'), value: formatMoney(s.opening, s.currency) },
                {
                  label: t('statementLink.closing'),
                  value: <span className="oa-figure">{formatMoney(s.closing, s.currency)}</span>,
                },
              ]}
            />
            <Line>
              <Button onClick={pdf}>{t('statementLink.pdf')}</Button>
              {s.payToken && (
                <Button type="primary" href={`/pay#${s.payToken}`}>
                  {t('statementLink.pay')}
                </Button>
              )}
            </Line>
          </Card>
          <Card title={t('statementLink.lines')}>
            <DataTable
              rows={s.lines}
              rowKey={(line) => String(line.line)}
              caption={t('statementLink.lines')}
              empty={<span className="oa-mute">{t('statementLink.noLines')}</span>}
              columns={[
                { key: 'date', title: t('statementLink.date'), render: (line) => line.date },
                { key: 'cause', title: t('statementLink.cause'), render: (line) => `${line.cause} ${line.number}` },
                {
                  key: 'debit',
                  title: t('statementLink.debit'),
                  numeric: true,
                  render: (line) => !isZero(line.debit) && <Money value={line.debit} currency={s.currency} />,
                },
                {
                  key: 'credit',
                  title: t('statementLink.credit'),
                  numeric: true,
                  render: (line) => !isZero(line.credit) && <Money value={line.credit} currency={s.currency} />,
                },
                {
                  key: 'balance',
                  title: t('statementLink.balance'),
                  numeric: true,
                  render: (line) => <Money value={line.balance} currency={s.currency} />,
                },
                ...(done
                  ? []
                  : [{ key: 'answer', title: '', render: (line: { line: number }) => difference(line.line) }]),
              ]}
            />
          </Card>
          {said && <Alert type={said.good ? 'success' : 'warning'} showIcon title={said.words} />}
          {done ? (
            !answered && <Alert type="info" showIcon title={t('statementLink.over')} />
          ) : (
            <Card title={t('statementLink.answer')}>
              <Stack>
                <Line>
                  <span>{t('statementLink.closingSays', { amount: formatMoney(s.closing, s.currency) })}</span>
                  {difference(0)}
                </Line>
                <Input
                  maxLength={100}
                  aria-label={t('statementLink.by')}
                  placeholder={t('statementLink.by')}
                  value={by}
                  onChange={(event) => {
                    setBy(event.target.value);
                  }}
                />
                <Input.TextArea
                  autoSize={{ minRows: 2 }}
                  maxLength={1000}
                  aria-label={t('statementLink.remark')}
                  placeholder={t('statementLink.remark')}
                  value={remark}
                  onChange={(event) => {
                    setRemark(event.target.value);
                  }}
                />
                <Line>
                  <Button
                    type="primary"
                    loading={busy}
                    disabled={!by.trim() || wrong.some(([, entry]) => !entry.theirs && !entry.remark.trim())}
                    onClick={() => {
                      run(
                        post(
                          '/statement-links/answer',
                          {
                            token,
                            by: by.trim(),
                            remark: remark.trim() || null,
                            lines: wrong.map(([line, entry]) => ({
                              line: Number(line),
                              theirs: entry.theirs,
                              remark: entry.remark.trim() || null,
                            })),
                          },
                          { key: newKey() },
                        ),
                        t(wrong.length > 0 ? 'statementLink.differs' : 'statementLink.agreed'),
                        true,
                      );
                    }}
                  >
                    {t(wrong.length > 0 ? 'statementLink.sendDifferences' : 'statementLink.agree')}
                  </Button>
                  <input
                    ref={file}
                    type="file"
                    accept="application/pdf,image/png,image/jpeg"
                    hidden
                    aria-label={t('statementLink.file')}
                    onChange={(event) => {
                      const chosen = event.target.files?.[0];
                      event.target.value = '';
                      if (!chosen) return;
                      const body = new FormData();
                      body.set('file', chosen);
                      body.set('token', token);
                      run(post('/statement-links/file', body), t('statementLink.fileTaken'), false);
                    }}
                  />
                  <Button loading={busy} onClick={() => file.current?.click()}>
                    {t('statementLink.file')}
                  </Button>
                </Line>
                <div className="oa-mute">{t('statementLink.once')}</div>
              </Stack>
            </Card>
          )}
        </>
      )}
    </main>
  );
}
