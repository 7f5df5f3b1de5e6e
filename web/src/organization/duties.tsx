import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { useCan } from '../lib/session';
import { StatusTag } from '../ui/cells';

/** Pairs of rights that should not be in one hand, and who holds both. */
export function useDuties() {
  const may = useCan();
  return useQuery({
    queryKey: ['duty-conflicts'],
    queryFn: () => get('/duty-conflicts'),
    enabled: may('role.view'),
  });
}

/** In a list: that there are conflicts, and on hover which. */
export function DutyMark({ names }: { names: readonly string[] | undefined }) {
  const { t } = useTranslation('organization');
  const duties = useDuties();
  if (!names?.length) return null;
  const labels = names.map((name) => duties.data?.conflicts.find((c) => c.name === name)?.label ?? name);
  return (
    <span title={labels.join('\n')}>
      <StatusTag tone="orange">{t('duties.mark', { count: names.length })}</StatusTag>
    </span>
  );
}

/** In a form: what the rights chosen so far would put into one hand. It warns; it does not forbid. */
export function DutyNote({ holds }: { holds: (right: string) => boolean }) {
  const { t } = useTranslation('organization');
  const duties = useDuties();
  const found = (duties.data?.conflicts ?? []).filter((conflict) => conflict.rights.every(holds));
  if (found.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('duties.title')}
      description={found.map((conflict) => (
        <div key={conflict.name}>{conflict.label}</div>
      ))}
    />
  );
}
