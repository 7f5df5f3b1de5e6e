import type { Decimal } from '../lib/money';
import type { FieldType, Move, Ref, Tone } from '../lib/types';

/** A figure or a column of what is to be approved; values come as text, references by their names. */
export interface ApprovalFigure {
  name: string;
  label: string;
  type: FieldType;
  value?: string | null;
}

export interface ApprovalStep {
  id: string;
  stage: number;
  name: string;
  mode: 'ANY' | 'ALL';
  state: 'WAITING' | 'OPEN' | 'APPROVED' | 'CLOSED';
  dueAt?: string | null;
  escalatedAt?: string | null;
  approvers: {
    name: string;
    role: boolean;
    source: 'FLOW' | 'ADDED' | 'ESCALATED';
    state: 'OPEN' | 'APPROVED' | 'CLOSED';
    decidedBy?: string | null;
  }[];
}

export interface ApprovalDecision {
  id: string;
  act: string;
  what: string;
  who: string;
  onBehalfOf?: string | null;
  named?: string | null;
  reason: string;
  byLink: boolean;
  at: string;
  figures: ApprovalFigure[];
}

/** A request for approval as the server shows it to one person. */
export interface ApprovalCard {
  id: string;
  kind: string;
  kindTitle: string;
  subject: Ref;
  party?: Ref | null;
  owner?: Ref | null;
  askedBy: Ref;
  askedAt: string;
  rule: string;
  state: string;
  currency?: string | null;
  total?: Decimal | null;
  changed: boolean;
  onBehalfOf?: string | null;
  figures: ApprovalFigure[];
  sheet?: { columns: Omit<ApprovalFigure, 'value'>[]; rows: (string | null)[][] } | null;
  steps: ApprovalStep[];
  decisions: ApprovalDecision[];
  moves: Move[];
}

export const APPROVAL_TONES: Record<string, Tone> = {
  PENDING: 'orange',
  APPROVED: 'green',
  REJECTED: 'red',
  RETURNED: 'orange',
  WITHDRAWN: 'grey',
  VOID: 'grey',
};
