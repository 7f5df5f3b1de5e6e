import type { Schema } from '../lib/api';
import type { FieldDefinition, FieldType, Tone } from '../lib/types';

export type ApprovalCard = Schema<'approval.CardView'>;
export type ApprovalFigure = Schema<'approval.Figure'>;
export type ApprovalStep = Schema<'approval.StepView'>;

/** A figure or a column as fields of lists are described, to be written the same way. */
export function fieldOf(figure: { name: string; label: string; type: string }): FieldDefinition {
  return {
    name: figure.name,
    label: figure.label,
    type: figure.type as FieldType,
    filterable: true,
    sortable: false,
    default: true,
    sum: false,
    operators: [],
    options: null,
  };
}

export const APPROVAL_TONES: Record<string, Tone> = {
  PENDING: 'orange',
  APPROVED: 'green',
  REJECTED: 'red',
  RETURNED: 'orange',
  WITHDRAWN: 'grey',
  VOID: 'grey',
};
