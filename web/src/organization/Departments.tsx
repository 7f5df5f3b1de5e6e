import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, put, remove } from '../lib/api';
import { useCan } from '../lib/session';
import { StatusTag } from '../ui/cells';
import { Failure } from '../ui/Failure';
import { AskedButton, Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput } from '../ui/inputs';
import { Line } from '../ui/layout';
import { Link } from '../ui/Link';
import { TableCard } from '../ui/TableCard';
import type { Department } from './types';

interface Branch {
  department: Department;
  depth: number;
}

/** The departments in the order of the tree, each below its superior one. */
export function branches(all: readonly Department[], parent: string | null = null, depth = 0): Branch[] {
  return all
    .filter((department) => department.parent === parent)
    .flatMap((department) => [{ department, depth }, ...branches(all, department.id, depth + 1)]);
}

/** How the company is divided: what a data scope of "department and below" goes by. */
export function DepartmentsPage() {
  const { t } = useTranslation('organization');
  const may = useCan();
  const [editing, setEditing] = useState<Department | 'new' | null>(null);
  const query = useQuery({ queryKey: ['departments'], queryFn: () => get('/departments') });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const all = query.data?.rows ?? [];
  return (
    <>
      <TableCard<Branch>
        title={t('departments.title')}
        what={t('departments.what')}
        create={
          may('department.create') && {
            label: t('departments.new'),
            run: () => {
              setEditing('new');
            },
          }
        }
        rows={branches(all)}
        rowKey={({ department }) => department.id}
        loading={query.isPending}
        empty={<span className="oa-mute">{t('departments.none')}</span>}
        onRow={({ department }) => {
          setEditing(department);
        }}
        columns={[
          {
            key: 'name',
            title: t('departments.name'),
            render: ({ department, depth }) => (
              <button
                type="button"
                className="oa-link"
                style={{ marginInlineStart: depth * 20 }}
                onClick={() => {
                  setEditing(department);
                }}
              >
                {department.name}
              </button>
            ),
          },
          {
            key: 'parent',
            title: t('departments.parent'),
            render: ({ department }) => all.find((d) => d.id === department.parent)?.name,
          },
          {
            key: 'below',
            title: t('departments.below'),
            numeric: true,
            render: ({ department }) => branches(all, department.id).length || '',
          },
        ]}
      />
      {editing && (
        <DepartmentForm
          key={editing === 'new' ? 'new' : editing.id}
          department={editing === 'new' ? null : editing}
          all={all}
          onClose={() => {
            setEditing(null);
          }}
        />
      )}
    </>
  );
}

function DepartmentForm({
  department,
  all,
  onClose,
}: {
  department: Department | null;
  all: readonly Department[];
  onClose: () => void;
}) {
  const { t } = useTranslation('organization');
  const may = useCan();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['departments'] });
  const locked = department !== null && !may('department.edit');
  const form = useForm({ name: department?.name ?? '', parent: department?.parent ?? null }, async (values, key) => {
    const body = { name: values.name.trim(), parent: values.parent };
    if (department) await put(`/departments/${department.id}`, body, { key });
    else await post('/departments', body, { key });
    await refresh();
  });
  // It can't stand under itself or what is under it.
  const under = department ? [department.id, ...branches(all, department.id).map((b) => b.department.id)] : [];
  return (
    <FormDrawer
      open
      title={department ? department.name : t('departments.new')}
      action={t(department ? 'departments.save' : 'departments.create')}
      form={form}
      locked={locked}
      onClose={onClose}
    >
      <Fields columns={1}>
        <TextField form={form} name="name" label={t('departments.name')} must disabled={locked} />
        <Field label={t('departments.parent')} form={form} name="parent" help={t('departments.parentHelp')}>
          <ChoiceInput
            {...form.bind('parent')}
            clearable
            disabled={locked}
            options={branches(all)
              .filter((b) => !under.includes(b.department.id))
              .map((b) => ({ value: b.department.id, label: `${'　'.repeat(b.depth)}${b.department.name}` }))}
          />
        </Field>
      </Fields>
      {department && <Members id={department.id} />}
      {department && may('department.delete') && (
        <AskedButton
          label={t('departments.delete')}
          title={t('departments.deleteTitle', { name: department.name })}
          text={t('departments.deleteText')}
          run={async () => {
            await remove(`/departments/${department.id}`);
            await refresh();
            onClose();
          }}
        />
      )}
    </FormDrawer>
  );
}

/** Who works there; where somebody belongs is changed on their own form. */
function Members({ id }: { id: string }) {
  const { t } = useTranslation('organization');
  const may = useCan();
  const query = useQuery({
    queryKey: ['departments', id, 'members'],
    queryFn: () => get(`/departments/${id}/members`),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const people = query.data?.rows ?? [];
  return (
    <div className="oa-stack tight">
      <h2>{t('departments.members', { count: people.length })}</h2>
      {query.isSuccess && people.length === 0 && <span className="oa-mute">{t('departments.noMembers')}</span>}
      <ul className="oa-items">
        {people.map((person) => (
          <li key={person.id}>
            <div>
              <Line tight>
                {may('user.view') ? (
                  <Link to={`/settings/users?q=${encodeURIComponent(person.login)}`}>{person.name}</Link>
                ) : (
                  person.name
                )}
                <span className="oa-mute oa-small">{person.login}</span>
                {person.department !== id && <StatusTag>{t('departments.besides')}</StatusTag>}
              </Line>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
