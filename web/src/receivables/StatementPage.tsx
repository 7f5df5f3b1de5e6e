import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, post } from '../lib/api';
import { formatMoney, isZero, type Decimal } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan } from '../lib/session';
import type { Tone } from '../lib/types';
import { Instant, Money, StateTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, joinMoves } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Field } from '../ui/form';
import { FigureInput } from '../ui/inputs';
import { Card, Facts, Line, Stack } from '../ui/layout';
import { RecordLink } from '../ui/Link';
import { problemText } from '../ui/problems';

const TONES: Record<string, Tone> = {
  MADE: 'grey',
  SENT: 'blue',
  AGREED: 'green',
  DIFFERENT: 'orange',
  CANCELLED: 'grey',
};

interface Asking {
  what: 'send' | 'agree' | 'cancel';
  text: string;
}

interface Otherwise {
  line: number;
  theirs: Decimal | null;
  remark: string;
}

/** A statement as it was told, with the customer's answer and what has changed since. */
export function StatementPage() {
  const { t } = useTranslation('receivables');
  const id = useIdParam();
  const may = useCan();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const record = useRecord('statements', id);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [differing, setDiffering] = useState<{ by: string; lines: Otherwise[] } | null>(null);
  const moves = useMoves('statements', id, record.data?.version, {
    onDone: () => {
      setDiffering(null);
      void queries.invalidateQueries({ queryKey: ['statement-differences'] });
    },
  });
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const s = record.data.data;
  const money = (value: Decimal) => formatMoney(value, s.currency);
  const link = () => {
    post(`/statements/${id}/link`, undefined, { key: newKey() }).then(
      (made) => {
        const address = `${window.location.origin}/statement#${made.token}`;
        void modal.info({
          title: t('statement.linkTitle'),
          width: 560,
          content: (
            <Stack tight>
              <div>{t('statement.linkText')}</div>
              <Typography.Text copyable className="oa-break">
                {address}
              </Typography.Text>
              <div className="oa-mute">
                {t('statement.linkUntil')} <Instant value={made.expires} />
              </div>
            </Stack>
          ),
        });
      },
      (error: unknown) => void message.error(problemText(error)),
    );
  };
  const ask = (what: Asking['what']) => () => {
    setAsking({ what, text: '' });
  };
  const buttons = joinMoves(
    s.moves,
    [
      { name: 'send', label: t('statement.sent'), run: ask('send') },
      { name: 'agree', label: t('statement.agreed'), primary: true, run: ask('agree') },
      {
        name: 'differ',
        label: t('statement.differs'),
        run: () => {
          setDiffering({ by: '', lines: [{ line: 0, theirs: null, remark: '' }] });
        },
      },
      { name: 'cancel', label: t('statement.cancel'), danger: true, rare: true, run: ask('cancel') },
    ],
    null,
  );
  const answerable = s.moves.some((move) => move.name === 'differ');
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{
          id,
          kind: 'statement',
          number: s.number,
          state: s.state,
          date: s.to,
          total: s.closing,
          currency: s.currency,
        }}
        title={s.number}
        tags={<StateTag kind="statement" state={s.state} tone={TONES[s.state] ?? 'grey'} />}
        subtitle={
          <Line tight>
            <RecordLink kind="customer" id={s.party}>
              {s.partyName}
            </RecordLink>
            <span>
              {s.from} – {s.to}
            </span>
            {answerable && may('statement.send') && (
              <Button size="small" onClick={link}>
                {t('statement.link')}
              </Button>
            )}
          </Line>
        }
        moves={buttons}
        notice={
          <>
            {!s.intact && <Alert type="error" showIcon title={t('statement.notIntact')} />}
            {s.changed && s.state !== 'CANCELLED' && <Alert type="warning" showIcon title={t('statement.changed')} />}
          </>
        }
        facts={
          <Facts
            facts={[
              { label: t('statement.opening'), value: money(s.opening) },
              { label: t('statement.debit'), value: money(s.debit) },
              { label: t('statement.credit'), value: money(s.credit) },
              {
                label: t('statement.closing'),
                value: <span className="oa-figure">{money(s.closing)}</span>,
              },
              s.sentAt != null && {
                label: t('statement.sentAt'),
                value: (
                  <>
                    <Instant value={s.sentAt} /> {s.sentTo}
                  </>
                ),
              },
              s.answeredAt != null && {
                label: t('statement.answered'),
                value: (
                  <>
                    {s.answeredBy} · <Instant value={s.answeredAt} /> {s.answer}
                  </>
                ),
              },
              { label: t('statement.hash'), value: s.hash.slice(0, 16) },
            ]}
          />
        }
      >
        {s.differences.length > 0 && (
          <Card title={t('statement.differences')} tone="orange">
            <DataTable
              rows={s.differences}
              rowKey={(difference) => difference.id}
              caption={t('statement.differences')}
              columns={[
                {
                  key: 'line',
                  title: t('statement.line'),
                  render: (d) => (d.line === 0 ? t('statement.closing') : (s.lines[d.line - 1]?.number ?? d.line)),
                },
                {
                  key: 'theirs',
                  title: t('statement.theirs'),
                  numeric: true,
                  render: (d) => d.theirs != null && <Money value={d.theirs} currency={s.currency} />,
                },
                { key: 'remark', title: t('statement.remark'), render: (d) => d.remark },
                { key: 'by', title: t('statement.by'), render: (d) => d.by },
                {
                  key: 'resolution',
                  title: t('statement.resolution'),
                  render: (d) => d.resolution ?? <span className="oa-orange">{t('statement.openDifference')}</span>,
                },
              ]}
            />
          </Card>
        )}
        <Card title={t('statement.lines')}>
          <DataTable
            rows={s.lines}
            rowKey={(line) => String(line.line)}
            caption={t('statement.lines')}
            foot
            empty={<span className="oa-mute">{t('statement.noLines')}</span>}
            columns={[
              { key: 'date', title: t('field.date'), render: (line) => line.date, foot: t('statement.closing') },
              { key: 'cause', title: t('statement.cause'), render: (line) => line.cause },
              { key: 'number', title: t('field.number'), render: (line) => line.number },
              {
                key: 'debit',
                title: t('statement.debit'),
                numeric: true,
                render: (line) => !isZero(line.debit) && <Money value={line.debit} currency={s.currency} />,
                foot: <Money value={s.debit} currency={s.currency} />,
              },
              {
                key: 'credit',
                title: t('statement.credit'),
                numeric: true,
                render: (line) => !isZero(line.credit) && <Money value={line.credit} currency={s.currency} />,
                foot: <Money value={s.credit} currency={s.currency} />,
              },
              {
                key: 'balance',
                title: t('statement.balance'),
                numeric: true,
                render: (line) => <Money value={line.balance} currency={s.currency} />,
                foot: <Money value={s.closing} currency={s.currency} />,
              },
            ]}
          />
        </Card>
      </DocumentPage>
      <Modal
        open={asking !== null}
        title={asking ? t(`statement.${asking.what}Title`) : ''}
        okButtonProps={{ disabled: asking?.what === 'agree' && !asking.text.trim() }}
        destroyOnHidden
        onCancel={() => {
          setAsking(null);
        }}
        onOk={() => {
          const text = asking?.text.trim() ?? '';
          if (asking?.what === 'send') moves.run({ path: 'sending', body: { to: text || null } });
          if (asking?.what === 'agree') moves.run({ path: 'agreement', body: { by: text, remark: null } });
          if (asking?.what === 'cancel') moves.run({ path: 'cancellation', body: { reason: text || null } });
          setAsking(null);
        }}
      >
        {asking && (
          <Input
            autoFocus
            aria-label={t(`statement.${asking.what}Ask`)}
            placeholder={t(`statement.${asking.what}Ask`)}
            value={asking.text}
            onChange={(event) => {
              setAsking({ ...asking, text: event.target.value });
            }}
          />
        )}
      </Modal>
      <Modal
        open={differing !== null}
        width={640}
        title={t('statement.differs')}
        okText={t('statement.differs')}
        okButtonProps={{
          disabled: !differing?.by.trim() || differing.lines.some((line) => !line.theirs && !line.remark.trim()),
          loading: moves.busy,
        }}
        destroyOnHidden
        onCancel={() => {
          setDiffering(null);
        }}
        onOk={() => {
          moves.run({ path: 'differences', body: { ...differing, remark: null } });
        }}
      >
        {differing && (
          <Stack>
            <Field label={t('statement.agreeAsk')}>
              <Input
                aria-label={t('statement.agreeAsk')}
                value={differing.by}
                onChange={(event) => {
                  setDiffering({ ...differing, by: event.target.value });
                }}
              />
            </Field>
            <DifferenceLines
              lines={differing.lines}
              of={s.lines.map((line) => ({ line: line.line, label: `${line.date} ${line.number}` }))}
              currency={s.currency}
              onChange={(lines) => {
                setDiffering({ ...differing, lines });
              }}
            />
          </Stack>
        )}
      </Modal>
    </>
  );
}

function DifferenceLines({
  lines,
  of,
  currency,
  onChange,
}: {
  lines: Otherwise[];
  of: { line: number; label: string }[];
  currency: string;
  onChange: (lines: Otherwise[]) => void;
}) {
  const { t } = useTranslation('receivables');
  const set = (at: number, part: Partial<Otherwise>) => {
    onChange(lines.map((line, i) => (i === at ? { ...line, ...part } : line)));
  };
  return (
    <>
      {lines.map((line, at) => (
        <Line key={at} tight>
          <Select
            style={{ minWidth: 180 }}
            aria-label={t('statement.line')}
            value={line.line}
            options={[
              { value: 0, label: t('statement.closing') },
              ...of.map((one) => ({ value: one.line, label: one.label })),
            ]}
            onChange={(value) => {
              set(at, { line: value });
            }}
          />
          <FigureInput
            value={line.theirs}
            currency={currency}
            placeholder={t('statement.theirs')}
            onChange={(theirs) => {
              set(at, { theirs });
            }}
          />
          <Input
            style={{ flex: 1, minWidth: 140 }}
            aria-label={t('statement.remark')}
            placeholder={t('statement.remark')}
            value={line.remark}
            onChange={(event) => {
              set(at, { remark: event.target.value });
            }}
          />
        </Line>
      ))}
      <Button
        onClick={() => {
          onChange([...lines, { line: lines.length, theirs: null, remark: '' }]);
        }}
      >
        {t('statement.anotherLine')}
      </Button>
    </>
  );
}
