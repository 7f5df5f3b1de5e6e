import { isProblem } from '../lib/api';
import { text } from '../lib/i18n';

/** What went wrong, in words; the server's own where it gave any. */
export function problemText(error: unknown): string {
  if (!isProblem(error)) return text('ui:problem.unexpected');
  if (error.status === 0) return text('ui:problem.unreachable');
  const words = error.detail || error.title;
  if (words) return words;
  if (error.status === 403) return text('ui:problem.forbidden');
  if (error.status === 404) return text('ui:problem.missing');
  return text('ui:problem.status', { status: error.status });
}
