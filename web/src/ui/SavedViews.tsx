import { DownOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Dropdown, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, put, remove } from '../lib/api';
import type { Filter, SavedView } from '../lib/types';
import { problemText } from './problems';

/** What a view keeps of a list. */
export interface Look {
  filter: Filter | null;
  sort: string | null;
  fields: string[] | null;
}

export interface BuiltInView {
  key: string;
  label: string;
  filter: Filter;
  sort?: string;
}

export function useSavedViews(list: string): SavedView[] {
  const query = useQuery({
    queryKey: ['saved-views', list],
    queryFn: async () => (await get('/saved-views', { list })) as SavedView[],
    staleTime: 60_000,
  });
  return query.data ?? [];
}

/** Views of a list as tabs: all, the built-in ones, the saved ones; what was changed can be kept. */
export function ViewTabs({
  list,
  builtIn,
  current,
  look,
  onChoose,
}: {
  list: string;
  builtIn: readonly BuiltInView[];
  current: string;
  look: Look;
  onChoose: (key: string, look: Look) => void;
}) {
  const { t } = useTranslation('ui');
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const saved = useSavedViews(list);
  const [naming, setNaming] = useState<{ id?: string; name: string; shared: boolean } | null>(null);
  const mine = saved.find((view) => view.id === current);
  const refresh = () => queries.invalidateQueries({ queryKey: ['saved-views', list] });
  const failed = (error: unknown) => {
    void message.error(problemText(error));
  };
  const keep = useMutation({
    mutationFn: (view: { id?: string; name: string; shared: boolean }) =>
      view.id
        ? put(`/saved-views/${view.id}`, { list, name: view.name, shared: view.shared, ...look })
        : post('/saved-views', { list, name: view.name, shared: view.shared, ...look }),
    onSuccess: async (view) => {
      await refresh();
      setNaming(null);
      onChoose(view.id, look);
    },
    onError: failed,
  });
  const drop = useMutation({
    mutationFn: (id: string) => remove(`/saved-views/${id}`),
    onSuccess: async () => {
      await refresh();
      onChoose('', { filter: null, sort: null, fields: null });
    },
    onError: failed,
  });
  const tabs = [
    { key: '', label: t('views.all'), look: { filter: null, sort: null, fields: null } as Look },
    ...builtIn.map((view) => ({
      key: view.key,
      label: view.label,
      look: { filter: view.filter, sort: view.sort ?? null, fields: null } as Look,
    })),
    ...saved.map((view) => ({
      key: view.id,
      label: view.name,
      look: { filter: view.filter ?? null, sort: view.sort ?? null, fields: view.fields ?? null } as Look,
    })),
  ];
  const chosen = tabs.find((tab) => tab.key === current) ?? tabs[0];
  const changed = JSON.stringify(look) !== JSON.stringify(chosen?.look);
  return (
    <div className="oa-row nowrap" style={{ alignItems: 'flex-end' }}>
      <div className="oa-tabs oa-grow" role="tablist" aria-label={t('views.title')}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            aria-selected={current === tab.key}
            className={current === tab.key ? 'on' : ''}
            onClick={() => {
              onChoose(tab.key, tab.look);
            }}
          >
            {tab.label}
            {current === tab.key && changed ? ' *' : ''}
          </button>
        ))}
      </div>
      {(changed || mine) && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              ...(changed ? [{ key: 'new', label: t('views.saveNew') }] : []),
              ...(mine?.mine
                ? [
                    ...(changed ? [{ key: 'update', label: t('views.update', { name: mine.name }) }] : []),
                    { key: 'rename', label: t('views.rename') },
                    { key: 'drop', label: t('views.drop'), danger: true },
                  ]
                : []),
            ],
            onClick: ({ key }) => {
              if (key === 'new') setNaming({ name: '', shared: false });
              else if (mine && key === 'update') keep.mutate({ id: mine.id, name: mine.name, shared: mine.shared });
              else if (mine && key === 'rename') setNaming({ id: mine.id, name: mine.name, shared: mine.shared });
              else if (mine) {
                void modal.confirm({
                  title: t('views.dropTitle', { name: mine.name }),
                  content: mine.shared ? t('views.dropShared') : null,
                  okText: t('views.drop'),
                  okButtonProps: { danger: true },
                  onOk: () => drop.mutateAsync(mine.id).catch(() => undefined),
                });
              }
            },
          }}
        >
          <Button type="text" size="small">
            {t('views.menu')} <DownOutlined style={{ fontSize: 10 }} />
          </Button>
        </Dropdown>
      )}
      <Modal
        open={naming !== null}
        title={t(naming?.id ? 'views.rename' : 'views.saveNew')}
        okText={t('views.keep')}
        okButtonProps={{ disabled: !naming?.name.trim(), loading: keep.isPending }}
        destroyOnHidden
        onCancel={() => {
          setNaming(null);
        }}
        onOk={() => {
          if (naming) keep.mutate({ ...naming, name: naming.name.trim() });
        }}
      >
        <div className="oa-stack">
          <Input
            autoFocus
            aria-label={t('views.name')}
            placeholder={t('views.name')}
            value={naming?.name ?? ''}
            onChange={(event) => {
              setNaming((before) => before && { ...before, name: event.target.value });
            }}
          />
          <Checkbox
            checked={naming?.shared ?? false}
            onChange={(event) => {
              setNaming((before) => before && { ...before, shared: event.target.checked });
            }}
          >
            {t('views.shared')}
          </Checkbox>
        </div>
      </Modal>
    </div>
  );
}
