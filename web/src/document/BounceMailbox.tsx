import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, put, type Got } from '../lib/api';
import { formatInstant } from '../lib/dates';
import { useCan, useMe } from '../lib/session';
import { Failure } from '../ui/Failure';
import { Field, Fields, TextField, useForm } from '../ui/form';
import { ChoiceInput } from '../ui/inputs';
import { Line, Stack } from '../ui/layout';
import { problemText } from '../ui/problems';
import { SettingsCard } from './SmsSettings';

type Mailbox = Got<'/bounce-mailbox'>;

const SECURITIES: Mailbox['security'][] = ['TLS', 'STARTTLS', 'NONE'];

/** The mailbox the company has watched for mails that come back, and how reading it went. */
export function BounceMailbox() {
  const mailbox = useQuery({
    queryKey: ['bounce-mailbox'],
    queryFn: () => get('/bounce-mailbox'),
    refetchInterval: 60_000,
  });
  if (mailbox.isError) return <Failure error={mailbox.error} reset={() => void mailbox.refetch()} />;
  return mailbox.data ? <MailboxForm key={mailbox.data.version} mailbox={mailbox.data} /> : null;
}

function MailboxForm({ mailbox }: { mailbox: Mailbox }) {
  const { t } = useTranslation('document');
  const may = useCan()('mail-server.edit');
  const queries = useQueryClient();
  const { message } = App.useApp();
  const form = useForm(
    {
      host: mailbox.host,
      port: String(mailbox.port),
      security: mailbox.security as Mailbox['security'] | null,
      user: mailbox.user,
      password: '',
      folder: mailbox.folder,
      handledFolder: mailbox.handledFolder ?? '',
      active: mailbox.active,
    },
    async (values) => {
      await put(
        '/bounce-mailbox',
        {
          host: values.host.trim(),
          port: Number(values.port) || 0,
          security: values.security ?? 'TLS',
          user: values.user.trim(),
          password: values.password || null,
          folder: values.folder.trim(),
          handledFolder: values.handledFolder.trim() || null,
          active: values.active,
        },
        { version: String(mailbox.version) },
      );
      void message.success(t('mailServer.saved'));
      await queries.invalidateQueries({ queryKey: ['bounce-mailbox'] });
    },
  );
  const off = { disabled: !may };
  return (
    <SettingsCard of="bounces" form={form} may={may}>
      <Stack>
        {!mailbox.readable && <Alert type="error" showIcon title={t('mailServer.unreadable')} />}
        <HowItWent mailbox={mailbox} />
        <Fields columns={2}>
          <TextField form={form} name="host" label={t('mailServer.host')} must {...off} />
          <TextField form={form} name="port" label={t('bounces.port')} must {...off} />
          <Field label={t('mailServer.security')} form={form} name="security">
            <ChoiceInput
              {...form.bind('security')}
              {...off}
              options={SECURITIES.map((value) => ({ value, label: t(`bounces.securities.${value}`) }))}
            />
          </Field>
          <TextField form={form} name="user" label={t('mailServer.user')} must {...off} />
          <TextField
            form={form}
            name="password"
            label={t('mailServer.password')}
            help={t(mailbox.hasPassword ? 'mailServer.passwordKept' : 'mailServer.passwordHelp')}
            secret
            {...off}
          />
          <TextField form={form} name="folder" label={t('bounces.folder')} must {...off} />
          <TextField
            form={form}
            name="handledFolder"
            label={t('bounces.handledFolder')}
            help={t('bounces.handledFolderHelp')}
            {...off}
          />
        </Fields>
        {form.values.security === 'NONE' && <Alert type="warning" showIcon title={t('bounces.inClear')} />}
        <Checkbox
          checked={form.values.active}
          disabled={!may}
          onChange={(event) => {
            form.set({ active: event.target.checked });
          }}
        >
          {t('bounces.active')}
        </Checkbox>
        {may && mailbox.set && <TryIt off={form.changed} />}
      </Stack>
    </SettingsCard>
  );
}

/** When it was read, or when and why it could not be. */
function HowItWent({ mailbox }: { mailbox: Mailbox }) {
  const { t } = useTranslation('document');
  const zone = useMe().company.timeZone;
  const when = (instant: string) => formatInstant(instant, zone);
  if (mailbox.failedAt) {
    const words = { when: when(mailbox.failedAt), why: mailbox.failure ?? '' };
    return (
      <Alert
        type="error"
        showIcon
        title={
          mailbox.nextAt ? t('bounces.failed', { ...words, next: when(mailbox.nextAt) }) : t('bounces.failedOff', words)
        }
      />
    );
  }
  return mailbox.readAt ? <div className="oa-mute">{t('bounces.readAt', { when: when(mailbox.readAt) })}</div> : null;
}

function TryIt({ off }: { off: boolean }) {
  const { t } = useTranslation('document');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<{ good: boolean; text: string } | null>(null);
  const test = () => {
    setBusy(true);
    setTried(null);
    post('/bounce-mailbox/test', undefined, { key: newKey() })
      .then(
        ({ answer, unseen }) => {
          setTried(
            answer === null
              ? { good: true, text: t('bounces.testGood', { unseen }) }
              : { good: false, text: t('bounces.testFailed', { answer }) },
          );
        },
        (error: unknown) => {
          setTried({ good: false, text: problemText(error) });
        },
      )
      .finally(() => {
        setBusy(false);
      });
  };
  return (
    <>
      <Line>
        <Button loading={busy} disabled={off} onClick={test}>
          {t('bounces.test')}
        </Button>
      </Line>
      {tried && <Alert type={tried.good ? 'success' : 'error'} showIcon title={tried.text} />}
    </>
  );
}
