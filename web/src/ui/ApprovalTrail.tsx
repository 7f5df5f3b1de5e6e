import { useTranslation } from 'react-i18next';
import { APPROVAL_TONES, fieldOf, type ApprovalCard, type ApprovalFigure, type ApprovalStep } from './approval';
import { FieldValue, Instant, StateTag, StatusTag } from './cells';
import { Card, Facts, Line, Mute, Stack } from './layout';
import { Timeline } from './Timeline';

/** A figure as its type wants it written. */
export function FigureValue({ figure, currency }: { figure: ApprovalFigure; currency?: string | null | undefined }) {
  return <FieldValue field={fieldOf(figure)} value={figure.value} currency={currency ?? null} />;
}

/** Who has to say yes, step by step, and who has. */
export function ApprovalSteps({ steps }: { steps: readonly ApprovalStep[] }) {
  const { t } = useTranslation('ui');
  return (
    <Stack tight>
      {steps.map((step) => (
        <Line key={step.id} tight>
          <StatusTag tone={step.state === 'APPROVED' ? 'green' : step.state === 'OPEN' ? 'orange' : 'grey'}>
            {t(`approval.step.${step.state}`)}
          </StatusTag>
          <span className="oa-strong">{step.name}</span>
          {step.approvers.length > 1 && <Mute>{t(`approval.mode.${step.mode}`)}</Mute>}
          <span>
            {step.approvers
              .map((approver) => {
                const name =
                  approver.source === 'FLOW'
                    ? approver.name
                    : t(`approval.source.${approver.source}`, { name: approver.name });
                if (approver.state !== 'APPROVED') return name;
                return approver.role && approver.decidedBy ? `${name} ${approver.decidedBy} ✓` : `${name} ✓`;
              })
              .join(t('approval.comma'))}
          </span>
          {step.state === 'OPEN' && step.dueAt && (
            <span className={step.escalatedAt ? 'oa-red' : 'oa-mute'}>
              {t(step.escalatedAt ? 'approval.late' : 'approval.due')} <Instant value={step.dueAt} />
            </span>
          )}
        </Line>
      ))}
    </Stack>
  );
}

/** What was done about a request: who, when, why, for whom, and the figures at that moment. */
export function ApprovalBook({ card }: { card: ApprovalCard }) {
  const { t } = useTranslation('ui');
  return (
    <Timeline
      items={card.decisions
        .map((decision) => ({
          key: decision.id,
          at: decision.at,
          who: decision.who || t('approval.clock'),
          what: decision.named ? `${decision.what} ${decision.named}` : decision.what,
          ...(decision.act === 'APPROVE'
            ? { tone: 'green' as const }
            : decision.act === 'REJECT'
              ? { tone: 'red' as const }
              : {}),
          more: (
            <div className="oa-soft oa-small">
              {decision.onBehalfOf && <div>{t('approval.onBehalfOf', { name: decision.onBehalfOf })}</div>}
              {decision.byLink && <div>{t('approval.byLink')}</div>}
              {decision.reason && <div className="oa-pre">{decision.reason}</div>}
              {decision.figures.length > 0 && (
                <details>
                  <summary>{t('approval.figuresThen')}</summary>
                  <Facts
                    facts={decision.figures.map((figure) => ({
                      label: figure.label,
                      value: <FigureValue figure={figure} currency={card.currency} />,
                    }))}
                  />
                </details>
              )}
            </div>
          ),
        }))
        .reverse()}
    />
  );
}

/** Every request about one record, the newest first: the tab of its page. */
export function ApprovalTrail({ cards }: { cards: readonly ApprovalCard[] }) {
  return (
    <Stack>
      {cards.map((card) => (
        <Card key={card.id}>
          <Stack tight>
            <Line tight>
              <StateTag kind="approval" state={card.state} tone={APPROVAL_TONES[card.state] ?? 'grey'} />
              <span className="oa-strong">{card.rule}</span>
              <Mute>
                {card.askedBy.title ?? ''} <Instant value={card.askedAt} />
              </Mute>
            </Line>
            <ApprovalSteps steps={card.steps} />
            <ApprovalBook card={card} />
          </Stack>
        </Card>
      ))}
    </Stack>
  );
}
