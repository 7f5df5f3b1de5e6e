import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, put } from '../lib/api';
import { useCan, useMe } from '../lib/session';
import { Field, Fields, FormDrawer, useForm } from '../ui/form';
import { JobProgress } from '../ui/ImportDialog';
import { DateInput } from '../ui/inputs';
import { Stack } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import { PartyPicker, type Picked } from '../ui/Picker';
import { problemText } from '../ui/problems';

/** Statements: one on demand, or those of all customers whose billing day it is. */
export function StatementList() {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const may = useCan();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const [making, setMaking] = useState(false);
  const [running, setRunning] = useState(false);
  const empty = { party: null as Picked | null, from: null as string | null, to: me.today as string | null };
  const form = useForm(empty, async (values, key) => {
    const made = await post(
      '/statements',
      { party: values.party?.id ?? null, from: values.from, to: values.to },
      { key },
    );
    void navigate({ to: `/statements/${made.id}` });
  });
  const mail = async (ids: string[], channel: 'MAIL' | 'SMS') => {
    const sent = await post('/statements/mails', { ids, excel: false, channel }, { key: newKey() });
    void modal.info({
      title: t('statement.mailed', { count: sent.mails }),
      content: (
        <Stack tight>
          {sent.already > 0 && <div>{t('statement.mailedAlready', { count: sent.already })}</div>}
          {sent.closed > 0 && <div>{t('statement.mailedClosed', { count: sent.closed })}</div>}
          {sent.without.length > 0 && (
            <div>{t('statement.mailedWithout', { names: sent.without.slice(0, 20).join('、') })}</div>
          )}
        </Stack>
      ),
    });
    await queries.invalidateQueries({ queryKey: ['statements'] });
  };
  return (
    <>
      <ListPage
        list="statements"
        create={{
          onClick: () => {
            setMaking(true);
          },
          label: t('statement.new'),
          right: 'statement.create',
        }}
        actions={
          may('statement.create') && (
            <Button
              onClick={() => {
                setRunning(true);
              }}
            >
              {t('statement.run')}
            </Button>
          )
        }
        bulk={[
          {
            key: 'mail',
            label: t('statement.mail'),
            right: 'statement.send',
            confirm: (rows) => t('statement.mailConfirm', { count: rows.length }),
            run: (rows) =>
              mail(
                rows.map((row) => row.id),
                'MAIL',
              ),
          },
          {
            key: 'sms',
            label: t('statement.sms'),
            right: 'statement.send',
            confirm: (rows) => t('statement.smsConfirm', { count: rows.length }),
            run: (rows) =>
              mail(
                rows.map((row) => row.id),
                'SMS',
              ),
          },
        ]}
        views={[
          { key: 'waiting', label: t('statement.waiting'), filter: ['state', 'in', ['MADE', 'SENT']] },
          { key: 'different', label: t('statement.different'), filter: ['state', '=', 'DIFFERENT'] },
        ]}
        empty={{ title: t('statement.none'), text: t('statement.noneText') }}
      />
      <FormDrawer
        title={t('statement.new')}
        action={t('statement.make')}
        form={form}
        open={making}
        onClose={() => {
          setMaking(false);
        }}
        onDone={() => {
          form.reset(empty);
          void queries.invalidateQueries({ queryKey: ['statements'] });
        }}
      >
        <Fields columns={1}>
          <Field label={t('field.customer')} form={form} name="party" must>
            <PartyPicker {...form.bind('party')} />
          </Field>
          <Field label={t('statement.from')} form={form} name="from" help={t('statement.fromHelp')}>
            <DateInput {...form.bind('from')} />
          </Field>
          <Field label={t('statement.to')} form={form} name="to" must>
            <DateInput {...form.bind('to')} />
          </Field>
        </Fields>
      </FormDrawer>
      {running && (
        <RunDialog
          onClose={() => {
            setRunning(false);
            void queries.invalidateQueries({ queryKey: ['statements'] });
          }}
        />
      )}
    </>
  );
}

function RunDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('receivables');
  const me = useMe();
  const { message } = App.useApp();
  const [to, setTo] = useState<string | null>(me.today);
  const may = useCan();
  const [everyone, setEveryone] = useState(false);
  const [mail, setMail] = useState(false);
  const [excel, setExcel] = useState(false);
  const [job, setJob] = useState<string | null>(null);
  const queries = useQueryClient();
  const mornings = useQuery({
    queryKey: ['statements', 'every-morning'],
    queryFn: () => get('/statements/every-morning'),
  });
  const every = (body: { wanted: boolean; mailed: boolean; excel: boolean }) => {
    put('/statements/every-morning', body).then(
      () => queries.invalidateQueries({ queryKey: ['statements', 'every-morning'] }),
      (error: unknown) => void message.error(problemText(error)),
    );
  };
  const start = () => {
    post('/statements/runs', { to, everyone, mail, excel }, { key: newKey() }).then(
      (started) => {
        setJob(started.job);
      },
      (error: unknown) => void message.error(problemText(error)),
    );
  };
  return (
    <Modal
      open
      title={t('statement.run')}
      okText={t(job ? 'statement.close' : 'statement.start')}
      onOk={job ? onClose : start}
      onCancel={onClose}
    >
      <Stack>
        <div className="oa-mute">{t('statement.runText')}</div>
        {job ? (
          <JobProgress id={job} />
        ) : (
          <>
            <Field label={t('statement.to')}>
              <DateInput value={to} onChange={setTo} />
            </Field>
            <Checkbox
              checked={everyone}
              onChange={(event) => {
                setEveryone(event.target.checked);
              }}
            >
              {t('statement.everyone')}
            </Checkbox>
            {may('statement.send') && (
              <Checkbox
                checked={mail}
                onChange={(event) => {
                  setMail(event.target.checked);
                }}
              >
                {t('statement.mailAfter')}
              </Checkbox>
            )}
            {mail && (
              <Checkbox
                checked={excel}
                onChange={(event) => {
                  setExcel(event.target.checked);
                }}
              >
                {t('statement.mailExcel')}
              </Checkbox>
            )}
            <Checkbox
              checked={mornings.data?.wanted ?? false}
              onChange={(event) => {
                every({ wanted: event.target.checked, mailed: false, excel: false });
              }}
            >
              {t('statement.everyMorning')}
            </Checkbox>
            {mornings.data?.wanted && may('statement.send') && (
              <Checkbox
                checked={mornings.data.mailed ?? false}
                onChange={(event) => {
                  every({ wanted: true, mailed: event.target.checked, excel });
                }}
              >
                {t('statement.everyMorningMailed')}
              </Checkbox>
            )}
          </>
        )}
      </Stack>
    </Modal>
  );
}

/** What customers see otherwise, until it is cleared up. */
export function StatementDifferences() {
  const { t } = useTranslation('receivables');
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [open, setOpen] = useState<string | null>(null);
  const [resolution, setResolution] = useState('');
  return (
    <>
      <ListPage
        list="statement-differences"
        href={null}
        views={[{ key: 'open', label: t('statement.openDifferences'), filter: ['isOpen', '=', true] }]}
        also={['isOpen']}
        onRow={(row) => {
          if (row['isOpen'] === true && may('statement-difference.resolve')) setOpen(row.id);
        }}
        empty={{ title: t('statement.noDifferences'), text: t('statement.noDifferencesText') }}
      />
      <Modal
        open={open !== null}
        title={t('statement.resolve')}
        okText={t('statement.resolve')}
        okButtonProps={{ disabled: !resolution.trim() }}
        destroyOnHidden
        onCancel={() => {
          setOpen(null);
        }}
        onOk={() =>
          post(`/statement-differences/${open ?? ''}/resolution`, { resolution: resolution.trim() }).then(
            () => {
              setOpen(null);
              setResolution('');
              for (const key of ['statement-differences', 'statements'])
                void queries.invalidateQueries({ queryKey: [key] });
            },
            (error: unknown) => void message.error(problemText(error)),
          )
        }
      >
        <Input.TextArea
          autoSize={{ minRows: 2 }}
          aria-label={t('statement.resolution')}
          placeholder={t('statement.resolution')}
          value={resolution}
          onChange={(event) => {
            setResolution(event.target.value);
          }}
        />
      </Modal>
    </>
  );
}
