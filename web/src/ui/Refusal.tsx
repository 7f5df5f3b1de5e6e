import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from './layout';

/** One rule that said no: its name, the figures it looked at, and by how much it failed. */
export interface Objection {
  key: string;
  rule: ReactNode;
  figures: ReactNode;
  by?: ReactNode;
}

/** One way out: what it takes, and the button that does it. */
export interface Way {
  key: string;
  text: ReactNode;
  action?: { label: string; run: () => void; busy?: boolean; reason?: string | null };
}

/** A refusal that helps: all objections at once with their figures, and ways out as buttons. */
export function Refusal({
  title,
  objections,
  ways,
  tone = 'red',
}: {
  title?: ReactNode;
  /** Orange where it only warns. */
  tone?: 'red' | 'orange';
  objections: readonly Objection[];
  ways: readonly Way[];
}) {
  const { t } = useTranslation('ui');
  return (
    <Card tone={tone} title={title ?? t('refusal.title', { count: objections.length })}>
      <div className="oa-scroll" tabIndex={0}>
        <table className="oa-table oa-objections">
          <tbody>
            {objections.map((objection) => (
              <tr key={objection.key}>
                <td style={{ whiteSpace: 'nowrap' }}>{objection.rule}</td>
                <td>{objection.figures}</td>
                <td className={`n oa-${tone}`}>{objection.by}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {ways.map((way) => (
        <div key={way.key} className="oa-way">
          <span>{way.text}</span>
          {way.action && (
            <Button
              loading={way.action.busy ?? false}
              disabled={Boolean(way.action.reason)}
              title={way.action.reason ?? ''}
              onClick={way.action.run}
            >
              {way.action.label}
            </Button>
          )}
        </div>
      ))}
    </Card>
  );
}
