import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, put, remove } from '../lib/api';
import { useQueryParams } from '../lib/route';
import { useCan } from '../lib/session';
import { StatusTag } from '../ui/cells';
import { Failure } from '../ui/Failure';
import { AskedButton, Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput } from '../ui/inputs';
import { UserPicker, type Picked } from '../ui/Picker';
import { TableCard } from '../ui/TableCard';
import { DutyMark, DutyNote, useDuties } from './duties';
import { grants } from './Roles';
import type { Department, Role, User } from './types';

const SCOPES = ['OWN', 'DEPARTMENT', 'BELOW', 'ALL'] as const;

/** Who works here, in which roles, and how much of the data each sees. */
export function UsersPage() {
  const { t } = useTranslation('organization');
  const may = useCan();
  const [q, setQ] = useState(useQueryParams().q ?? '');
  const [after, setAfter] = useState<string[]>([]);
  const [editing, setEditing] = useState<User | 'new' | null>(null);
  const query = useQuery({
    queryKey: ['users', q, after.at(-1) ?? ''],
    queryFn: ({ signal }) => get('/users', { q, after: after.at(-1), limit: 50 }, signal),
    placeholderData: keepPreviousData,
  });
  const roles = useQuery({
    queryKey: ['roles'],
    queryFn: () => get('/roles'),
    enabled: may('role.view'),
  });
  const departments = useQuery({
    queryKey: ['departments'],
    queryFn: () => get('/departments'),
  });
  const colleagues = useQuery({ queryKey: ['colleagues'], queryFn: () => get('/colleagues') });
  const duties = useDuties();
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const roleName = (id: string) => roles.data?.rows.find((role) => role.id === id)?.name ?? '';
  const departmentName = (id: string | null | undefined) => departments.data?.rows.find((d) => d.id === id)?.name ?? '';
  const next = query.data?.next;
  return (
    <>
      <TableCard<User>
        title={t('users.title')}
        create={
          may('user.create') && {
            label: t('users.new'),
            run: () => {
              setEditing('new');
            },
          }
        }
        tools={
          <Input.Search
            allowClear
            defaultValue={q}
            style={{ maxWidth: 260, marginTop: 10 }}
            placeholder={t('users.find')}
            aria-label={t('users.find')}
            onChange={(event) => {
              setAfter([]);
              setQ(event.target.value.trim());
            }}
          />
        }
        rows={query.data?.rows ?? []}
        rowKey={(user) => user.id}
        loading={query.isPending}
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
        foot={
          (after.length > 0 || next) && (
            <>
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
            </>
          )
        }
      />
      {editing && (editing === 'new' || colleagues.data) && (
        <UserForm
          key={editing === 'new' ? 'new' : editing.id}
          user={editing === 'new' ? null : editing}
          superior={
            editing === 'new'
              ? ''
              : (colleagues.data?.rows.find((person) => person.id === editing.superior)?.name ?? '')
          }
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
  superior,
  roles,
  departments,
  onClose,
}: {
  user: User | null;
  /** Their superior's name. */
  superior: string;
  roles: Role[];
  departments: Department[];
  onClose: () => void;
}) {
  const { t } = useTranslation('organization');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const form = useForm(
    {
      login: user?.login ?? '',
      password: '',
      name: user?.name ?? '',
      email: user?.email ?? '',
      superior: (user?.superior ? { id: user.superior, label: superior } : null) as Picked | null,
      departments: user?.departments ?? [],
      department: (user?.department ?? null) as string | null,
      scope: (user?.scope ?? 'OWN') as User['scope'] | null,
      roles: user?.roles ?? [],
      active: user?.active ?? true,
    },
    async (values, key) => {
      const entry = {
        name: values.name.trim(),
        email: values.email.trim() || null,
        superior: values.superior?.id ?? null,
        department: values.department,
        departments: values.departments.filter((d) => d !== values.department),
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
  return (
    <FormDrawer
      open
      title={user ? user.name : t('users.new')}
      action={t(user ? 'users.save' : 'users.create')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        <TextField form={form} name="login" label={t('users.login')} must disabled={user !== null} />
        <TextField form={form} name="name" label={t('users.name')} must />
        <TextField
          form={form}
          name="email"
          label={t('users.email')}
          help={user?.email && !user.addressVouched ? t('users.emailNotVouched') : null}
        />
        <TextField
          form={form}
          name="password"
          label={t('users.password')}
          must={user === null}
          secret
          help={t(user ? 'users.passwordKeep' : 'users.passwordHelp')}
        />
        <Field label={t('users.roles')} form={form} name="roles">
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
        <Field label={t('users.scope')} form={form} name="scope" help={t('users.scopeHelp')}>
          <ChoiceInput
            {...form.bind('scope')}
            options={SCOPES.map((value) => ({ value, label: t(`scope.${value}`) }))}
          />
        </Field>
        <Field label={t('users.department')} form={form} name="department">
          <ChoiceInput
            {...form.bind('department')}
            clearable
            options={departments.map((d) => ({ value: d.id, label: d.name }))}
          />
        </Field>
        <Field label={t('users.departments')} form={form} name="departments">
          <Select
            id={form.bind('departments').id}
            mode="multiple"
            style={{ width: '100%' }}
            value={form.values.departments}
            options={departments
              .filter((d) => d.id !== form.values.department)
              .map((d) => ({ value: d.id, label: d.name }))}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(chosen: string[]) => {
              form.set({ departments: chosen });
            }}
          />
        </Field>
        <Field label={t('users.superior')} form={form} name="superior">
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
        <AskedButton
          label={t('users.endSessions')}
          title={t('users.endSessionsTitle', { name: user.name })}
          text={t('users.endSessionsText')}
          run={async () => {
            await remove(`/users/${user.id}/sessions`);
            void message.success(t('users.sessionsEnded'));
          }}
        />
      )}
    </FormDrawer>
  );
}
