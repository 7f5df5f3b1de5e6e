import { SearchOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Input, Modal } from 'antd';
import { useDeferredValue, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { serverText } from '../lib/i18n';
import { recordPath } from '../lib/records';
import { can, useMe } from '../lib/session';
import { recall, remember } from '../lib/storage';
import { groups } from './nav';

interface Entry {
  key: string;
  path: string;
  title: string;
  note: string;
}

/** Things one can begin; each needs its right. */
const COMMANDS = [
  { key: 'newOrder', path: '/sales-orders/new', right: 'sales-order.create' },
  { key: 'newQuote', path: '/quotes/new', right: 'quote.create' },
  { key: 'newReceipt', path: '/receipts/new', right: 'receipt.create' },
  { key: 'newDelivery', path: '/deliveries/new', right: 'delivery.create' },
  { key: 'newCustomer', path: '/customers/new', right: 'customer.create' },
  { key: 'newProduct', path: '/products/new', right: 'product.create' },
  { key: 'simulate', path: '/credit/simulate', right: 'credit-account.view' },
];

/** Search and commands in one place: type, choose by arrows, Enter. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('app');
  const me = useMe();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const q = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => get('/search', { q }, signal),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  });

  const places: Entry[] = [
    ...COMMANDS.filter((command) => can(me, command.right)).map((command) => ({
      key: command.key,
      path: command.path,
      title: t(`command.${command.key}`),
      note: '',
    })),
    ...groups.flatMap((group) =>
      (group.places ?? (group.path ? [{ key: group.key, path: group.path, rights: group.rights ?? [] }] : []))
        .filter((place) => can(me, place.rights))
        .map((place) => ({
          key: place.key,
          path: place.path,
          title: t(`nav.${place.key}`),
          note: group.places ? t(`nav.${group.key}`) : '',
        })),
    ),
  ];
  const lower = typed.trim().toLowerCase();
  const hits: Entry[] = (q ? (found.data?.hits ?? []) : []).flatMap((hit) => {
    const path = recordPath(hit.kind, hit.id);
    if (!path) return [];
    const title = [hit.number, hit.title].filter(Boolean).join('  ');
    return [
      {
        key: hit.id,
        path,
        title,
        note: [serverText(`kind.${hit.kind}`, ''), hit.subtitle].filter(Boolean).join(' · '),
      },
    ];
  });
  const recent = recall<Entry[]>('recent', []);
  const sections: { key: string; entries: Entry[] }[] = (
    lower
      ? [
          { key: 'records', entries: hits },
          { key: 'commands', entries: places.filter((place) => place.title.toLowerCase().includes(lower)) },
        ]
      : [
          { key: 'recent', entries: recent },
          { key: 'commands', entries: places },
        ]
  ).filter((section) => section.entries.length > 0);
  const all = sections.flatMap((section) => section.entries);

  const open = (entry: Entry | undefined) => {
    if (!entry) return;
    if (hits.includes(entry)) remember('recent', [entry, ...recent.filter((r) => r.path !== entry.path)].slice(0, 6));
    onClose();
    void navigate({ to: entry.path });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, all.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, 0));
    else if (event.key === 'Enter') open(all[chosen]);
    else return;
    event.preventDefault();
  };

  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      width={600}
      style={{ top: 80 }}
      className="oa-palette"
      title={null}
    >
      <Input
        autoFocus
        size="large"
        prefix={<SearchOutlined />}
        placeholder={t('frame.search')}
        aria-label={t('frame.search')}
        value={typed}
        role="combobox"
        aria-expanded
        aria-controls="palette-results"
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKey}
      />
      <div className="results" id="palette-results" role="listbox" aria-label={t('palette.results')}>
        {sections.map((section) => (
          <div key={section.key} role="group" aria-label={t(`palette.${section.key}`)}>
            <div className="section">{t(`palette.${section.key}`)}</div>
            {section.entries.map((entry) => (
              <div
                key={entry.key}
                role="option"
                aria-selected={all[chosen] === entry}
                onClick={() => {
                  open(entry);
                }}
                onMouseMove={() => {
                  setChosen(all.indexOf(entry));
                }}
              >
                <span className="oa-grow oa-clip">{entry.title}</span>
                <span className="oa-mute oa-small">{entry.note}</span>
              </div>
            ))}
          </div>
        ))}
        {lower !== '' && all.length === 0 && !found.isFetching && (
          <div className="section">{t('palette.none', { q: typed.trim() })}</div>
        )}
      </div>
    </Modal>
  );
}
