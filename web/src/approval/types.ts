import type { Schema } from '../lib/api';
import type { FieldDefinition, Operator } from '../lib/types';
import { fieldOf } from '../ui/approval';

export type WaitingRow = Schema<'approval.WaitingView'>;
export type Definition = Schema<'approval.FlowDefinition'>;
export type Rule = Schema<'approval.FlowDefinition.Rule'>;
export type Step = Schema<'approval.FlowDefinition.Step'>;
export type Approver = Schema<'approval.FlowDefinition.Approver'>;
export type Flow = Schema<'approval.FlowView'>;

/** What can need approval, its facts described as fields of lists are. */
export interface Subject {
  kind: string;
  title: string;
  facts: FieldDefinition[];
}

export function subjectOf({ kind, title, facts }: Schema<'approval.SubjectView'>): Subject {
  return {
    kind,
    title,
    facts: facts.map((fact) => ({
      ...fieldOf(fact),
      operators: fact.operators as Operator[],
      options: fact.options?.map((option) => ({ ...option, tone: null })) ?? null,
    })),
  };
}
