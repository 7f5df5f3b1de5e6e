import type { Decimal } from '../lib/money';
import type { FieldDefinition, Ref } from '../lib/types';

/** A request in my queue. */
export interface WaitingRow {
  id: string;
  kind: string;
  kindTitle: string;
  subject: Ref;
  party?: string | null;
  currency?: string | null;
  total?: Decimal | null;
  rule: string;
  step: string;
  askedBy: string;
  askedAt: string;
  dueAt?: string | null;
  late: boolean;
  onBehalfOf?: string | null;
}

export interface Decided {
  id: string;
  state: string;
  outcome?: string | null;
  message?: string | null;
}

export type Who = 'USER' | 'ROLE' | 'SUPERIOR';

export interface Approver {
  who: Who;
  id: string | null;
}

export interface Step {
  name: string;
  mode: 'ANY' | 'ALL';
  approvers: Approver[];
  deadline: { amount: number; unit: 'HOURS' | 'DAYS' } | null;
  escalation: Approver | null;
}

export interface Rule {
  name: string;
  /** A filter over the facts, as text. */
  condition: string | null;
  stages: { steps: Step[] }[];
}

export interface Definition {
  ownerMayDecide: boolean;
  rules: Rule[];
}

export interface Flow {
  id: string;
  kind: string;
  kindTitle: string;
  draft: Definition;
  active?: number | null;
  versions: { number: number; definition: Definition; note: string; at: string; by: string }[];
  approvers: { who: Who; id?: string | null; name: string }[];
  version: number;
}

export interface Subject {
  kind: string;
  title: string;
  facts: FieldDefinition[];
}

export interface Trial {
  subjects: number;
  needed: number;
  rules: {
    rule: string;
    count: number;
    examples: { id: string; number: string; title: string; date: string; total?: Decimal | null }[];
  }[];
  approvers: { name: string; count: number }[];
}

export interface Delegation {
  id: string;
  user: string;
  to: string;
  from: string;
  until: string;
  mine: boolean;
}
