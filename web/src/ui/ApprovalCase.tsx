import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../lib/money';
import { fieldOf, type ApprovalCard } from './approval';
import { ApprovalBook, ApprovalSteps, FigureValue } from './ApprovalTrail';
import { FieldValue, Instant, Money } from './cells';
import { DataTable } from './DataTable';
import { Card, Facts, Line, Mute, Stack } from './layout';
import { RecordLink } from './Link';

/** Everything needed to decide on one card: what, for whom, the figures, the lines, who has said what. `children` go below the head. */
export function ApprovalCase({ card, children, foot }: { card: ApprovalCard; children?: ReactNode; foot?: ReactNode }) {
  const { t } = useTranslation('ui');
  const { sheet } = card;
  return (
    <Stack>
      <Card>
        <Stack tight>
          <Line>
            <h1 className="oa-grow">
              {card.party && (
                <>
                  <RecordLink kind="customer" id={card.party.id}>
                    {card.party.title}
                  </RecordLink>{' '}
                  ·{' '}
                </>
              )}
              <RecordLink kind={card.subject.kind ?? null} id={card.subject.id}>
                {card.subject.number}
              </RecordLink>
              {card.total != null && ` · ${formatMoney(card.total, card.currency)}`}
            </h1>
            <Mute>
              {card.askedBy.title} <Instant value={card.askedAt} />
            </Mute>
          </Line>
          <Line tight>
            <Mute>{card.kindTitle}</Mute>
            <span className="oa-strong">{card.rule}</span>
            {card.onBehalfOf && <Mute>{t('approval.onBehalfOf', { name: card.onBehalfOf })}</Mute>}
          </Line>
          {card.changed && <Alert type="warning" showIcon title={t('approval.changed')} />}
          {children}
        </Stack>
      </Card>
      <Card>
        <Facts
          facts={card.figures.map((figure) => ({
            label: figure.label,
            value: <FigureValue figure={figure} currency={card.currency} />,
          }))}
        />
      </Card>
      {sheet && (
        <Card flush>
          <DataTable
            compact
            rows={sheet.rows}
            rowKey={(row) => String(sheet.rows.indexOf(row))}
            columns={sheet.columns.map((column, index) => ({
              key: column.name,
              title: column.label,
              numeric: ['money', 'number', 'quantity'].includes(column.type),
              render: (row: (string | null)[]) =>
                column.type === 'money' ? (
                  <Money value={row[index] ?? ''} currency={card.currency ?? null} />
                ) : (
                  <FieldValue field={fieldOf(column)} value={row[index]} />
                ),
            }))}
          />
        </Card>
      )}
      <Card>
        <Stack>
          <ApprovalSteps steps={card.steps} />
          <ApprovalBook card={card} />
        </Stack>
      </Card>
      {foot}
    </Stack>
  );
}
