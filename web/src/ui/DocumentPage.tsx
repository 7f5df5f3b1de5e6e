import { EllipsisOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Modal, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../lib/api';
import { usePhone } from '../lib/media';
import type { Move, Tone } from '../lib/types';
import type { ChainLink } from './Chain';
import { Card } from './layout';
import { MailButton } from './MailButton';
import { PrintButton } from './PrintButton';
import { History, RecordTabs, type ExtraTab } from './RecordTabs';

/** A step one may take from here, as a button. */
export interface PageMove {
  name: string;
  label: string;
  /** The natural next step: one per page. */
  primary?: boolean;
  danger?: boolean;
  /** Behind the … button. */
  rare?: boolean;
  /** Why it can't be taken now; the button is shown disabled with it. */
  reason?: string | null;
  busy?: boolean;
  /** Says what will follow, in figures, before it happens. */
  confirm?: { title: string; content?: ReactNode };
  run: () => void;
}

export interface PageStep {
  key: string;
  label: string;
  state: 'done' | 'now' | 'open';
  tone?: Tone;
  /** Share done, 0–100, for progress bars such as delivery. */
  share?: number;
}

/** The states on a document's way with where it stands; one that ended beyond the path has done them all. */
export function pathSteps(
  path: readonly string[],
  now: string,
  ends: readonly string[],
  word: (state: string) => string,
): PageStep[] {
  const at = path.indexOf(now);
  return path.map((state, index) => ({
    key: state,
    label: word(state),
    state: at < 0 || index < at || (index === at && ends.includes(state)) ? 'done' : index === at ? 'now' : 'open',
    ...(['HELD', 'LOST'].includes(state) ? { tone: 'red' as const } : {}),
  }));
}

/**
 * What the server says of its moves, joined with what the page knows of them. Moves the page doesn't know are left out;
 * those it knows and the server doesn't name are hidden, since the state has no such step.
 */
export function joinMoves(
  moves: readonly Move[] | null | undefined,
  known: readonly PageMove[],
  running: string | null,
): PageMove[] {
  return known.flatMap((move) => {
    const said = moves?.find((m) => m.name === move.name);
    if (!said) return [];
    return [{ ...move, reason: said.allowed ? null : (said.reason ?? ' '), busy: running === move.name }];
  });
}

/** The buttons of a document. On a phone the primary one sticks to the bottom, and without one there's only the … in the head. */
export function MoveButtons({ moves }: { moves: readonly PageMove[] }) {
  const { t } = useTranslation('ui');
  const { modal } = App.useApp();
  const phone = usePhone();
  const busy = moves.some((move) => move.busy);
  const go = (move: PageMove) => {
    if (!move.confirm) move.run();
    else {
      void modal.confirm({
        title: move.confirm.title,
        content: move.confirm.content,
        okText: move.label,
        okButtonProps: { danger: move.danger ?? false },
        onOk: move.run,
      });
    }
  };
  const primary = moves.find((move) => move.primary);
  const button = (move: PageMove) => (
    <Tooltip key={move.name} title={move.reason?.trim() ? move.reason : ''}>
      <Button
        type={move === primary ? 'primary' : 'default'}
        danger={move.danger ?? false}
        loading={move.busy ?? false}
        disabled={(move.reason !== null && move.reason !== undefined) || (busy && !move.busy)}
        onClick={() => {
          go(move);
        }}
      >
        {move.label}
      </Button>
    </Tooltip>
  );
  const plain = moves.filter((move) => move !== primary && !move.rare && !phone);
  const rare = moves.filter((move) => move !== primary && !plain.includes(move));
  const more = rare.length > 0 && (
    <Dropdown
      trigger={['click']}
      menu={{
        items: rare.map((move) => ({
          key: move.name,
          label: move.reason?.trim() ? `${move.label} – ${move.reason}` : move.label,
          danger: move.danger ?? false,
          disabled: (move.reason !== null && move.reason !== undefined) || busy,
        })),
        onClick: ({ key }) => {
          const move = rare.find((m) => m.name === key);
          if (move) go(move);
        },
      }}
    >
      <Button
        icon={<EllipsisOutlined />}
        aria-label={t('document.more')}
        style={phone && primary ? { flex: '0 0 44px' } : {}}
      />
    </Dropdown>
  );
  if (phone) {
    if (!primary) return more;
    return (
      <div className="oa-stick oa-actions">
        {button(primary)}
        {more}
      </div>
    );
  }
  return (
    <div className="oa-row tight oa-actions">
      {more}
      {plain.map(button)}
      {primary && button(primary)}
    </div>
  );
}

export function Steps({ steps }: { steps: readonly PageStep[] }) {
  return (
    // On a phone it is wider than the screen and scrolled by the arrow keys.
    <div className="oa-steps" tabIndex={0}>
      {steps.map((step) => (
        <span
          key={step.key}
          className={[
            step.state === 'open' ? '' : step.state,
            step.state === 'now' && step.tone,
            step.share && step.share < 100 && 'part',
          ]
            .filter(Boolean)
            .join(' ')}
          style={step.share ? ({ '--share': `${String(step.share)}%` } as React.CSSProperties) : {}}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          {step.label}
        </span>
      ))}
    </div>
  );
}

/** The document page, once for all kinds: head with number, state and next steps; notices; facts; lines; sums; tabs. */
export function DocumentPage({
  self,
  title,
  tags,
  subtitle,
  moves = [],
  conflict,
  steps,
  notice,
  facts,
  children,
  tabs = [],
  withoutTabs = [],
}: {
  self: ChainLink;
  title: ReactNode;
  tags?: ReactNode;
  subtitle?: ReactNode;
  moves?: readonly PageMove[];
  /** The moves as they run: when someone else saved first, that is said. */
  conflict?: Conflict;
  steps?: readonly PageStep[];
  notice?: ReactNode;
  facts?: ReactNode;
  children?: ReactNode;
  tabs?: ExtraTab[];
  withoutTabs?: string[];
}) {
  return (
    <>
      <Card className="oa-doc-head">
        <div className="oa-row">
          <div className="oa-grow">
            <div className="oa-row tight">
              <h1>{title}</h1>
              {tags}
            </div>
            {subtitle != null && <div className="oa-mute">{subtitle}</div>}
          </div>
          <MailButton id={self.id} kind={self.kind} />
          <PrintButton id={self.id} kind={self.kind} />
          <MoveButtons moves={moves} />
        </div>
        {steps && <Steps steps={steps} />}
      </Card>
      {notice}
      {facts != null && <Card>{facts}</Card>}
      {children}
      <RecordTabs self={self} extra={tabs} without={withoutTabs} />
      {conflict && <MovesConflict id={self.id} moves={conflict} />}
    </>
  );
}

interface Conflict {
  conflict: Problem | null;
  settleConflict: () => void;
  seeTheirs: () => void;
}

/** A move was refused since someone else saved first. */
export function MovesConflict({ id, moves }: { id: string; moves: Conflict }) {
  return (
    <ConflictDialog problem={moves.conflict} id={id} onClose={moves.settleConflict} onSeeTheirs={moves.seeTheirs} />
  );
}

/** Someone else saved first: who, what, and what to do with what was typed here. Nothing typed is lost. */
export function ConflictDialog({
  problem,
  id,
  since,
  onSeeTheirs,
  onKeepMine,
  onClose,
}: {
  problem: Problem | null;
  id: string;
  /** When the version at hand was saved: what came after it is shown. */
  since?: string | null;
  /** Shows the newest version and gives up what was typed here. */
  onSeeTheirs: () => void;
  /** Saves again on top of the newest version; left out where only a move was refused. */
  onKeepMine?: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('ui');
  return (
    <Modal
      open={problem !== null}
      title={t('conflict.title')}
      onCancel={onClose}
      footer={[
        <Button key="theirs" {...(onKeepMine ? {} : { type: 'primary' as const })} onClick={onSeeTheirs}>
          {t(onKeepMine ? 'conflict.theirs' : 'conflict.reload')}
        </Button>,
        ...(onKeepMine
          ? [
              <Button key="mine" type="primary" onClick={onKeepMine}>
                {t('conflict.mine')}
              </Button>,
            ]
          : []),
      ]}
    >
      <div className="oa-stack">
        <div>{problem?.detail}</div>
        {problem && <History id={id} since={since ?? null} />}
        {onKeepMine && <div className="oa-mute">{t('conflict.kept')}</div>}
      </div>
    </Modal>
  );
}

export interface Sum {
  label: ReactNode;
  value: ReactNode;
  big?: boolean;
}

/** Totals at the right under the lines. */
export function Sums({ sums }: { sums: readonly Sum[] }) {
  return (
    <dl className="oa-sums">
      {sums.map((sum, index) => (
        <div key={index} style={{ display: 'contents' }}>
          <dt className={sum.big ? 'big' : ''}>{sum.label}</dt>
          <dd className={sum.big ? 'big' : ''}>{sum.value}</dd>
        </div>
      ))}
    </dl>
  );
}
