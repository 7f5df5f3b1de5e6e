import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, post, remove } from '../lib/api';
import { plusDays } from '../lib/dates';
import { useMe } from '../lib/session';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { DateInput } from '../ui/inputs';
import { Line } from '../ui/layout';
import { UserPicker, type Picked } from '../ui/Picker';
import { problemText } from '../ui/problems';

/** Who decides in my place while I am away. */
export function Delegations({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('approval');
  const me = useMe();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const list = useQuery({
    queryKey: ['approval-delegations'],
    queryFn: () => get('/approval-delegations'),
  });
  const form = useForm(
    {
      to: null as Picked | null,
      from: me.today as string | null,
      until: plusDays(me.today, 7) as string | null,
    },
    async (values, key) => {
      await post(
        '/approval-delegations',
        { to: values.to?.id ?? null, from: values.from, until: values.until },
        { key },
      );
      void message.success(t('away.made'));
      await queries.invalidateQueries();
    },
  );
  return (
    <FormDrawer open title={t('away.title')} action={t('away.make')} form={form} onClose={onClose}>
      {(list.data?.rows ?? []).map((one) => (
        <Line key={one.id} between>
          <span>
            {t(one.mine ? 'away.mine' : 'away.forMe', {
              name: one.mine ? one.to : one.user,
              from: one.from,
              until: one.until,
            })}
          </span>
          {one.mine && (
            <Button
              size="small"
              onClick={() => {
                remove(`/approval-delegations/${one.id}`).then(
                  () => queries.invalidateQueries(),
                  (error: unknown) => void message.error(problemText(error)),
                );
              }}
            >
              {t('away.end')}
            </Button>
          )}
        </Line>
      ))}
      <div>{t('away.text')}</div>
      <Fields columns={1}>
        <Field label={t('person')} form={form} name="to" must>
          <UserPicker {...form.bind('to')} />
        </Field>
        <Field label={t('away.from')} form={form} name="from" must>
          <DateInput {...form.bind('from')} />
        </Field>
        <Field label={t('away.until')} form={form} name="until" must>
          <DateInput {...form.bind('until')} />
        </Field>
      </Fields>
    </FormDrawer>
  );
}
