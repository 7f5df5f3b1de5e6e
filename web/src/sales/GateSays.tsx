import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { useCan } from '../lib/session';
import { Refusal, type Way as ShownWay } from '../ui/Refusal';
import { useRefusalWords, type GateObjection, type GateWay } from '../ui/refusalWords';
import type { Way } from './types';

interface Asked {
  id: string;
  version: number;
  state: string;
  customer: string;
  currency: string;
}

interface Said {
  objections: GateObjection[];
  ways: SaidWay[];
}

export type SaidWay = GateWay & Partial<Way>;

/** What the gate said when a document was held, from its open hold. */
function useHold({ id, version, state }: Asked) {
  const may = useCan();
  return useQuery({
    queryKey: ['credit-holds', 'of', id, version],
    enabled: state === 'HELD' && may('credit-hold.view'),
    queryFn: async (): Promise<Said | null> => {
      const open = { and: [['document', '=', id] as const, ['state', 'in', ['OPEN']] as const] };
      const page = await get('/credit-holds', { filter: JSON.stringify(open), limit: 1 });
      const [row] = page.rows;
      return row ? get(`/credit-holds/${row.id}`) : null;
    },
  });
}

/** Why the gate holds or refused a document, and the ways out this user may take. */
export function GateSays({
  document,
  said,
  refused,
  inWords = (way) => way,
  act,
}: {
  document: Asked;
  /** What was said here when it was refused just now. */
  said: Said | null | undefined;
  /** What it is called when it was refused without being held. */
  refused?: string | undefined;
  /** Says a way in the document's own words. */
  inWords?: (way: SaidWay) => GateWay;
  /** Ways that only this document knows; they come first. */
  act?: (way: GateWay) => ShownWay['action'];
}) {
  const { t } = useTranslation('sales');
  const may = useCan();
  const navigate = useNavigate();
  const hold = useHold(document);
  const { id, customer, currency } = document;
  const words = useRefusalWords(currency, customer);
  const held = document.state === 'HELD';
  const stands = held ? (hold.data ?? said) : said;
  if (!stands || stands.objections.length === 0) return null;
  const go = (label: string, to: string, search: Record<string, string> = {}) => ({
    label: t(`way.${label}`),
    run: () => void navigate({ to, search: search as never }),
  });
  const common = (way: GateWay): ShownWay['action'] => {
    const amount = way.amount ?? '';
    if (way.kind === 'PAY' && may('receipt.create')) return go('receive', '/receipts/new', { customer, amount });
    if (way.kind === 'RELEASE' && may('credit-hold.view') && held) return go('release', '/credit/holds', { order: id });
    if (way.kind !== 'TEMPORARY_LIMIT') return undefined;
    if (may('credit-application.create'))
      return go('apply', '/credit/applications/new', { customer, temporary: amount });
    return may('credit-account.view') ? go('account', `/credit/accounts/${customer}`) : undefined;
  };
  return (
    <Refusal
      {...(!held && refused ? { title: refused } : {})}
      objections={words.objections(stands.objections)}
      ways={words.ways(stands.ways.map(inWords), (way) => act?.(way) ?? common(way))}
    />
  );
}
