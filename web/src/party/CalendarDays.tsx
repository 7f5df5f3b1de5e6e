import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, put, remove, type Schema } from '../lib/api';
import type { IsoDate } from '../lib/dates';
import { serverText } from '../lib/i18n';
import { useCan, useMe } from '../lib/session';
import { AskedButton, Field, Fields, FormDrawer, TextField, useForm } from '../ui/form';
import { ChoiceInput, DateInput } from '../ui/inputs';
import { Card, Facts } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import { problemText } from '../ui/problems';

type Day = Schema<'party.CalendarDays.CalendarDay'>;
type DayKind = Day['kind'];
const KINDS: DayKind[] = ['HOLIDAY', 'WORKDAY'];

/** Holidays and make-up days: which days due dates may fall on. */
export function CalendarDays() {
  const { t } = useTranslation('party');
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [editing, setEditing] = useState<string | null>(null);
  const record = useQuery({
    queryKey: ['calendar-days', 'record', editing],
    enabled: editing !== null && editing !== 'new',
    queryFn: () => get(`/calendar-days/${editing ?? ''}`),
  });
  const close = () => {
    setEditing(null);
  };
  const official = async () => {
    try {
      const { added } = await post('/calendar-days/official', undefined, { key: newKey() });
      await queries.invalidateQueries({ queryKey: ['calendar-days'] });
      void message.success(t('calendar.officialAdded', { count: added }));
    } catch (error) {
      void message.error(problemText(error));
    }
  };
  return (
    <>
      <Asked />
      <ListPage
        list="calendar-days"
        href={null}
        {...(may('calendar-day.edit')
          ? {
              onRow: (row: { id: string }) => {
                setEditing(row.id);
              },
            }
          : {})}
        actions={
          may('calendar-day.create') && <Button onClick={() => void official()}>{t('calendar.official')}</Button>
        }
        create={{
          label: t('calendar.new'),
          right: 'calendar-day.create',
          onClick: () => {
            setEditing('new');
          },
        }}
        empty={{ title: t('calendar.none'), text: t('calendar.noneText') }}
      />
      {editing === 'new' && <Editor day={null} onClose={close} />}
      {editing !== null && record.data && <Editor key={editing} day={record.data} onClose={close} />}
    </>
  );
}

/** Is that a working day, and which is the next? */
function Asked() {
  const { t } = useTranslation('party');
  const { today } = useMe();
  const [day, setDay] = useState<IsoDate | null>(today);
  const answer = useQuery({
    queryKey: ['calendar-days', 'worked', day],
    queryFn: () => get('/calendar-days/worked', { day }),
  });
  return (
    <Card
      title={t('calendar.asked')}
      extra={
        <div style={{ width: 160 }}>
          <DateInput aria-label={t('calendar.day')} value={day} onChange={setDay} />
        </div>
      }
    >
      {answer.data && (
        <Facts
          facts={[
            {
              label: answer.data.day,
              value: [t(answer.data.worked ? 'calendar.worked' : 'calendar.off'), answer.data.entered?.name]
                .filter(Boolean)
                .join(' · '),
            },
            { label: t('calendar.next'), value: answer.data.next },
            { label: t('calendar.previous'), value: answer.data.previous },
          ]}
        />
      )}
    </Card>
  );
}

function Editor({ day, onClose }: { day: Day | null; onClose: () => void }) {
  const { t } = useTranslation('party');
  const may = useCan();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['calendar-days'] });
  const form = useForm(
    {
      day: (day?.day ?? null) as IsoDate | null,
      kind: (day?.kind ?? 'HOLIDAY') as DayKind | null,
      name: day?.name ?? '',
    },
    async (values, key) => {
      const body = { day: values.day, kind: values.kind, name: values.name.trim() };
      if (day) await put(`/calendar-days/${day.id}`, body, { key });
      else await post('/calendar-days', body, { key });
      await refresh();
    },
  );
  return (
    <FormDrawer
      open
      title={day ? day.day : t('calendar.new')}
      action={t('calendar.save')}
      form={form}
      onClose={onClose}
    >
      <Fields columns={1}>
        <Field label={t('calendar.day')} bound={form.bind('day')} form={form} name="day" must>
          <DateInput {...form.bind('day')} disabled={day !== null} />
        </Field>
        <Field label={t('calendar.kind')} bound={form.bind('kind')} form={form} name="kind" must>
          <ChoiceInput
            {...form.bind('kind')}
            options={KINDS.map((value) => ({ value, label: serverText(`choice.calendar-day.kind.${value}`, value) }))}
          />
        </Field>
        <TextField form={form} name="name" label={t('calendar.name')} />
      </Fields>
      {day && may('calendar-day.delete') && (
        <AskedButton
          label={t('calendar.delete')}
          title={t('calendar.deleteTitle', { day: day.day })}
          run={async () => {
            await remove(`/calendar-days/${day.id}`);
            await refresh();
            onClose();
          }}
        />
      )}
    </FormDrawer>
  );
}
