import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, put, url, type Schema } from '../lib/api';
import { useCan } from '../lib/session';
import { Field, Fields } from '../ui/form';
import { FigureInput } from '../ui/inputs';
import { Line, Stack } from '../ui/layout';
import { problemText } from '../ui/problems';

type Outcome = Schema<'receivables.DiscountMails.Outcome'>;
type Schedule = Schema<'receivables.ScheduleView'>;
type Channel = NonNullable<Schedule['channel']>;

const CHANNELS: Channel[] = ['MAIL', 'SMS'];

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
const SOON = 7;

function useTelling() {
  const { t } = useTranslation('receivables');
  const { message, modal } = App.useApp();
  return (customers: string[] | null, daysBefore: number, channel: Channel) =>
    post('/discount-lists/mails', { customers, daysBefore, channel }, { key: newKey() }).then(
      (told: Outcome) => {
        void modal.info({
          title: t('coming.told', { count: told.customers, mails: told.mails }),
          content: (
            <Stack tight>
              {told.already > 0 && <div>{t('coming.toldAlready', { count: told.already })}</div>}
              {told.left > 0 && <div>{t('coming.toldLeft', { count: told.left })}</div>}
              {told.without.length > 0 && (
                <div>{t('coming.toldWithout', { names: told.without.slice(0, 20).join('、') })}</div>
              )}
            </Stack>
          ),
        });
      },
      (error: unknown) => void message.error(problemText(error)),
    );
}

/** Tells all customers what ends soon, now or each morning by itself. */
export function TellCustomers() {
  const { t } = useTranslation('receivables');
  const may = useCan();
  const [open, setOpen] = useState(false);
  if (!may('discount-step.send')) return null;
  return (
    <>
      <Button
        onClick={() => {
          setOpen(true);
        }}
      >
        {t('coming.tell')}
      </Button>
      {open && (
        <TellDialog
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

function TellDialog({ onClose }: { onClose: () => void }) {
  const query = useQuery({
    queryKey: ['discount-lists', 'schedule'],
    queryFn: () => get('/discount-lists/schedule'),
  });
  return query.data ? <Telling start={query.data} onClose={onClose} /> : null;
}

function Telling({ start, onClose }: { start: Schedule; onClose: () => void }) {
  const { t } = useTranslation('receivables');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const tell = useTelling();
  const [days, setDays] = useState<string | null>(String(start.daysBefore));
  const [wanted, setWanted] = useState(start.wanted);
  const [weekday, setWeekday] = useState<Schedule['weekday']>(start.weekday ?? null);
  const [channel, setChannel] = useState<Channel>(start.channel ?? 'MAIL');
  const [busy, setBusy] = useState(false);
  const daysBefore = Number(days ?? 0);
  const save = () => {
    put('/discount-lists/schedule', { wanted, daysBefore, weekday: weekday ?? null, channel }).then(
      () => {
        void message.success(t('coming.saved'));
        void queries.invalidateQueries({ queryKey: ['discount-lists', 'schedule'] });
        onClose();
      },
      (error: unknown) => void message.error(problemText(error)),
    );
  };
  return (
    <Modal
      open
      title={t('coming.tell')}
      onCancel={onClose}
      footer={
        <Line between>
          <Button
            loading={busy}
            onClick={() => {
              setBusy(true);
              void tell(null, daysBefore, channel).finally(() => {
                setBusy(false);
              });
            }}
          >
            {t('coming.tellNow')}
          </Button>
          <Button type="primary" onClick={save}>
            {t('coming.save')}
          </Button>
        </Line>
      }
    >
      <Stack>
        <div className="oa-mute">{t('coming.tellText')}</div>
        <Segmented
          aria-label={t('coming.by')}
          value={channel}
          options={CHANNELS.map((value) => ({ value, label: t(`coming.channel.${value}`) }))}
          onChange={setChannel}
        />
        <Fields columns={1}>
          <Field label={t('coming.days')} bound={{ id: 'tell-days' }}>
            <FigureInput id="tell-days" kind="quantity" value={days} onChange={setDays} />
          </Field>
        </Fields>
        <Checkbox
          checked={wanted}
          onChange={(event) => {
            setWanted(event.target.checked);
          }}
        >
          {t('coming.byItself')}
        </Checkbox>
        {wanted && (
          <Line>
            <span>{t('coming.weekday')}</span>
            <Select
              aria-label={t('coming.weekday')}
              style={{ minWidth: 140 }}
              value={weekday ?? ''}
              options={[
                { value: '', label: t('coming.everyDay') },
                ...DAYS.map((day) => ({ value: day as string, label: t(`coming.${day.toLowerCase()}`) })),
              ]}
              onChange={(day) => {
                setWeekday(DAYS.find((one) => one === day) ?? null);
              }}
            />
          </Line>
        )}
      </Stack>
    </Modal>
  );
}

/** One customer's list: on paper, or by e-mail. */
export function CustomerDiscountList({ customer }: { customer: string }) {
  const { t, i18n } = useTranslation('receivables');
  const may = useCan();
  const tell = useTelling();
  if (!may('discount-step.view')) return null;
  return (
    <Line tight>
      <a
        href={url(`/discount-lists/${customer}`, { language: i18n.language === 'en' ? 'en' : 'zh-CN' })}
        target="_blank"
        rel="noopener"
      >
        {t('coming.pdf')}
      </a>
      {may('discount-step.send') && (
        <>
          {CHANNELS.map((channel) => (
            <Button
              key={channel}
              size="small"
              onClick={() => {
                void tell([customer], SOON, channel);
              }}
            >
              {t(`coming.tellThis.${channel}`)}
            </Button>
          ))}
        </>
      )}
    </Line>
  );
}
