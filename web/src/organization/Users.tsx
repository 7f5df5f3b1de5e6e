import { PlusOutlined } from '@ant-design/icons';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, put, remove } from '../lib/api';
import { useCan } from '../lib/session';
import { StatusTag } from '../ui/cells';
import { DataTable } from '../ui/DataTable';
import { Failure } from '../ui/Failure';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { ChoiceInput } from '../ui/inputs';
import { Card, Line } from '../ui/layout';
import { UserPicker, type Picked } from '../ui/Picker';
import { problemText } from '../ui/problems';
import { DutyMark, DutyNote, useDuties } from './duties';
import { grants } from './Roles';
import type { Department, Role, User } from './types';

const SCOPES = ['OWN', 'DEPARTMENT', 'BELOW', 'ALL'] as const;

/** Who works here, in which roles, and how much of the data each sees. */
export function UsersPage() {
  const { t } = useTranslation('organization');
  const may = useCan();
  const [q, setQ] = useState('');
  const [after, setAfter] = useState<string[]>([]);
  const [editing, setEditing] = useState<User | 'new' | null>(null);
  const query = useQuery({
    queryKey: ['users', q, after.at(-1) ?? ''],
    queryFn: ({ signal }) =>
      get<{ rows: User[]; next?: string | null }>('/users', { q, after: after.at(-1), limit: 50 }, signal),
    placeholderData: keepPreviousData,
  });
  const roles = useQuery({
    queryKey: ['roles'],
    queryFn: () => get<{ rows: Role[] }>('/roles'),
    enabled: may('role.view'),
  });
  const departments = useQuery({
    queryKey: ['departments'],
    queryFn: () => get<{ rows: Department[] }>('/departments'),
  });
  const duties = useDuties();
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const roleName = (id: string) => roles.data?.rows.find((role) => role.id === id)?.name ?? '';
  const departmentName = (id: string | null | undefined) => departments.data?.rows.find((d) => d.id === id)?.name ?? '';
  const next = query.data?.next;
  return (
    <>
      <Card flush>
        <div className="oa-list-head" style={{ paddingBottom: 10 }}>
          <Line>
            <h1 className="oa-grow">{t('users.title')}</h1>
            {may('user.create') && (
              <Button
                type="primary"
                icon={<PlusOutlined />}
                onClick={() => {
                  setEditing('new');
                }}
              >
                {t('users.new')}
              </Button>
            )}
          </Line>
          <Input.Search
            allowClear
            style={{ maxWidth: 260 }}
            placeholder={t('users.find')}
            aria-label={t('users.find')}
            onChange={(event) => {
              setAfter([]);
              setQ(event.target.value.trim());
            }}
          />
        </div>
        <DataTable<User>
          rows={query.data?.rows ?? []}
          rowKey={(user) => user.id}
          loading={query.isPending}
          caption={t('users.title')}
          {...(may('user.edit') ? { onRow: setEditing } : {})}
          empty={<span className="oa-mute">{t('users.none')}</span>}
          columns={[
            { key: 'login', title: t('users.login'), pin: 'left', render: (user) => user.login },
            { key: 'name', title: t('users.name'), render: (user) => user.name },
            { key: 'department', title: t('users.department'), render: (user) => departmentName(user.department) },
            {
              key: 'roles',
              title: t('users.roles'),
              render: (user) => user.roles.map(roleName).filter(Boolean).join(', '),
            },
            {
              key: 'scope',
              title: t('users.scope'),
              render: (user) => t(`scope.${user.scope}`, { defaultValue: user.scope }),
            },
            {
              key: 'duties',
              title: '',
              render: (user) => (
                <DutyMark names={duties.data?.users.find((found) => found.user === user.id)?.conflicts} />
              ),
            },
            {
              key: 'active',
              title: t('users.state'),
              render: (user) => (
                <StatusTag tone={user.active ? 'green' : 'grey'}>
                  {t(user.active ? 'users.active' : 'users.inactive')}
                </StatusTag>
              ),
            },
          ]}
        />
        {(after.length > 0 || next) && (
          <div className="oa-list-foot">
            <Button
              size="small"
              disabled={after.length === 0}
              onClick={() => {
                setAfter(after.slice(0, -1));
              }}
            >
              {t('ui:list.previous')}
            </Button>
            <Button
              size="small"
              disabled={!next}
              onClick={() => {
                if (next) setAfter([...after, next]);
              }}
            >
              {t('ui:list.next')}
            </Button>
          </div>
        )}
      </Card>
      {editing && (
        <UserForm
          key={editing === 'new' ? 'new' : editing.id}
          user={editing === 'new' ? null : editing}
          roles={roles.data?.rows ?? []}
          departments={departments.data?.rows ?? []}
          onClose={() => {
            setEditing(null);
          }}
        />
      )}
    </>
  );
}

function UserForm({
  user,
  roles,
  departments,
  onClose,
}: {
  user: User | null;
  roles: Role[];
  departments: Department[];
  onClose: () => void;
}) {
  const { t } = useTranslation('organization');
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const form = useForm(
    {
      login: user?.login ?? '',
      password: '',
      name: user?.name ?? '',
      email: user?.email ?? '',
      superior: (user?.superior ? { id: user.superior, label: '…' } : null) as Picked | null,
      department: (user?.department ?? null) as string | null,
      scope: (user?.scope ?? 'OWN') as string | null,
      roles: user?.roles ?? [],
      active: user?.active ?? true,
    },
    async (values, key) => {
      const entry = {
        name: values.name.trim(),
        email: values.email.trim() || null,
        superior: values.superior?.id ?? null,
        department: values.department,
        departments: user?.departments.filter((d) => d !== user.department) ?? [],
        scope: values.scope,
        roles: values.roles,
      };
      if (user) {
        await put(`/users/${user.id}`, { ...entry, active: values.active }, { key, version: user.version });
        if (values.password) await put(`/users/${user.id}/password`, { password: values.password });
      } else await post('/users', { ...entry, login: values.login.trim(), password: values.password }, { key });
      await queries.invalidateQueries({ queryKey: ['users'] });
    },
  );
  const text = (name: 'login' | 'name' | 'email' | 'password', must = false, help?: string) => {
    const bound = form.bind(name);
    const Control = name === 'password' ? Input.Password : Input;
    return (
      <Field label={t(`users.${name}`)} bound={bound} form={form} name={name} must={must} help={help}>
        <Control
          id={bound.id}
          autoComplete={name === 'password' ? 'new-password' : 'off'}
          disabled={name === 'login' && user !== null}
          value={bound.value}
          status={bound.status}
          onChange={(event) => {
            bound.onChange(event.target.value);
          }}
        />
      </Field>
    );
  };
  return (
    <FormDrawer
      open
      title={user ? user.name : t('users.new')}
      action={t(user ? 'users.save' : 'users.create')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        {text('login', true)}
        {text('name', true)}
        {text('email')}
        {text('password', user === null, t(user ? 'users.passwordKeep' : 'users.passwordHelp'))}
        <Field label={t('users.roles')} bound={form.bind('roles')} form={form} name="roles">
          <Select
            id={form.bind('roles').id}
            mode="multiple"
            style={{ width: '100%' }}
            value={form.values.roles}
            options={roles.map((role) => ({ value: role.id, label: role.name }))}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(chosen: string[]) => {
              form.set({ roles: chosen });
            }}
          />
        </Field>
        <DutyNote
          holds={(right) => roles.some((role) => form.values.roles.includes(role.id) && grants(role.rights, right))}
        />
        <Field label={t('users.scope')} bound={form.bind('scope')} form={form} name="scope" help={t('users.scopeHelp')}>
          <ChoiceInput
            {...form.bind('scope')}
            options={SCOPES.map((value) => ({ value: value as string, label: t(`scope.${value}`) }))}
          />
        </Field>
        <Field label={t('users.department')} bound={form.bind('department')} form={form} name="department">
          <ChoiceInput
            {...form.bind('department')}
            clearable
            options={departments.map((d) => ({ value: d.id, label: d.name }))}
          />
        </Field>
        <Field label={t('users.superior')} bound={form.bind('superior')} form={form} name="superior">
          <UserPicker {...form.bind('superior')} />
        </Field>
        {user && (
          <Checkbox
            checked={form.values.active}
            onChange={(event) => {
              form.set({ active: event.target.checked });
            }}
          >
            {t('users.mayEnter')}
          </Checkbox>
        )}
      </Fields>
      {user && (
        <div>
          <Button
            danger
            onClick={() => {
              void modal.confirm({
                title: t('users.endSessionsTitle', { name: user.name }),
                content: t('users.endSessionsText'),
                okText: t('users.endSessions'),
                okButtonProps: { danger: true },
                onOk: () =>
                  remove(`/users/${user.id}/sessions`).then(
                    () => void message.success(t('users.sessionsEnded')),
                    (error: unknown) => void message.error(problemText(error)),
                  ),
              });
            }}
          >
            {t('users.endSessions')}
          </Button>
        </div>
      )}
    </FormDrawer>
  );
}
