import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, put, remove } from '../lib/api';
import { serverText } from '../lib/i18n';
import { useCan } from '../lib/session';
import { StatusTag } from '../ui/cells';
import { Failure } from '../ui/Failure';
import { AskedButton, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { Line } from '../ui/layout';
import { TableCard } from '../ui/TableCard';
import { DutyMark, DutyNote, useDuties } from './duties';
import type { Right, Role } from './types';

/** Roles and the rights they are made of. */
export function RolesPage() {
  const { t } = useTranslation('organization');
  const may = useCan();
  const [editing, setEditing] = useState<Role | 'new' | null>(null);
  const roles = useQuery({ queryKey: ['roles'], queryFn: () => get('/roles') });
  const rights = useQuery({
    queryKey: ['rights'],
    queryFn: () => get('/rights'),
    staleTime: 300_000,
  });
  const duties = useDuties();
  if (roles.isError) return <Failure error={roles.error} reset={() => void roles.refetch()} />;
  return (
    <>
      <TableCard<Role>
        title={t('roles.title')}
        create={
          may('role.create') && {
            label: t('roles.new'),
            run: () => {
              setEditing('new');
            },
          }
        }
        rows={roles.data?.rows ?? []}
        rowKey={(role) => role.id}
        loading={roles.isPending}
        onRow={setEditing}
        columns={[
          { key: 'name', title: t('roles.name'), pin: 'left', render: (role) => role.name },
          { key: 'code', title: t('roles.code'), render: (role) => <span className="oa-mute">{role.code}</span> },
          {
            key: 'rights',
            title: t('roles.rights'),
            render: (role) =>
              role.rights.includes('*') ? t('roles.allRights') : t('roles.count', { count: role.rights.length }),
          },
          {
            key: 'ready',
            title: '',
            render: (role) => role.readyMade && <StatusTag>{t('roles.readyMade')}</StatusTag>,
          },
          {
            key: 'duties',
            title: '',
            render: (role) => (
              <DutyMark names={duties.data?.roles.find((found) => found.role === role.id)?.conflicts} />
            ),
          },
        ]}
      />
      {editing && rights.data && (
        <RoleForm
          key={editing === 'new' ? 'new' : editing.id}
          role={editing === 'new' ? null : editing}
          rights={rights.data.rows}
          onClose={() => {
            setEditing(null);
          }}
        />
      )}
    </>
  );
}

/** Whether a role's patterns ("sales-order.*", "*.view", "*") grant a right. */
export function grants(patterns: readonly string[], right: string): boolean {
  return patterns.some((pattern) => {
    const expression = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
    return new RegExp(`^${expression}$`).test(right);
  });
}

function RoleForm({ role, rights, onClose }: { role: Role | null; rights: Right[]; onClose: () => void }) {
  const { t } = useTranslation('organization');
  const may = useCan();
  const queries = useQueryClient();
  const [find, setFind] = useState('');
  const readOnly = role ? !may('role.edit') : false;
  const form = useForm(
    {
      code: role?.code ?? '',
      name: role?.name ?? '',
      rights: rights.filter((r) => grants(role?.rights ?? [], r.right)).map((r) => r.right),
    },
    async (values, key) => {
      if (role)
        await put(
          `/roles/${role.id}`,
          { name: values.name.trim(), rights: values.rights },
          { key, version: role.version },
        );
      else await post('/roles', { code: values.code.trim(), name: values.name.trim(), rights: values.rights }, { key });
      await queries.invalidateQueries({ queryKey: ['roles'] });
    },
  );
  const kinds = [...new Set(rights.map((right) => right.kind))];
  const lower = find.toLowerCase();
  return (
    <FormDrawer
      open
      width={620}
      title={role ? role.name : t('roles.new')}
      action={t(role ? 'roles.save' : 'roles.create')}
      form={form}
      locked={readOnly}
      onClose={onClose}
    >
      <Fields columns={2}>
        <TextField form={form} name="name" label={t('roles.name')} must disabled={readOnly} />
        <TextField form={form} name="code" label={t('roles.code')} must disabled={role !== null} />
      </Fields>
      <DutyNote holds={(right) => form.values.rights.includes(right)} />
      <Input
        allowClear
        placeholder={t('roles.find')}
        aria-label={t('roles.find')}
        value={find}
        onChange={(event) => {
          setFind(event.target.value);
        }}
      />
      {kinds.map((kind) => {
        const title = serverText(`kind.${kind}`, kind);
        const own = rights.filter(
          (right) =>
            right.kind === kind &&
            (!lower ||
              right.label.toLowerCase().includes(lower) ||
              title.toLowerCase().includes(lower) ||
              right.right.includes(lower)),
        );
        if (own.length === 0) return null;
        const held = own.filter((right) => form.values.rights.includes(right.right)).length;
        const toggle = (names: string[], on: boolean) => {
          form.set({
            rights: on
              ? [...new Set([...form.values.rights, ...names])]
              : form.values.rights.filter((r) => !names.includes(r)),
          });
        };
        return (
          <div key={kind}>
            <Checkbox
              disabled={readOnly}
              checked={held === own.length}
              indeterminate={held > 0 && held < own.length}
              onChange={(event) => {
                toggle(
                  own.map((right) => right.right),
                  event.target.checked,
                );
              }}
            >
              <span className="oa-strong">{title}</span>
            </Checkbox>
            <Line className="oa-rights">
              {own.map((right) => (
                <Checkbox
                  key={right.right}
                  disabled={readOnly}
                  title={right.right}
                  checked={form.values.rights.includes(right.right)}
                  onChange={(event) => {
                    toggle([right.right], event.target.checked);
                  }}
                >
                  {right.label}
                </Checkbox>
              ))}
            </Line>
          </div>
        );
      })}
      {role && !role.readyMade && may('role.delete') && (
        <AskedButton
          label={t('roles.delete')}
          title={t('roles.deleteTitle', { name: role.name })}
          text={t('roles.deleteText')}
          run={async () => {
            await remove(`/roles/${role.id}`);
            await queries.invalidateQueries({ queryKey: ['roles'] });
            onClose();
          }}
        />
      )}
    </FormDrawer>
  );
}
