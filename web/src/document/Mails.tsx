import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post } from '../lib/api';
import { usePhone } from '../lib/media';
import { useCan } from '../lib/session';
import { Instant, StatusTag } from '../ui/cells';
import { Failure } from '../ui/Failure';
import { Card, Facts, Line, Stack } from '../ui/layout';
import { Link, RecordLink } from '../ui/Link';
import { ListPage } from '../ui/ListPage';
import { problemText } from '../ui/problems';
import { MAIL_TONES } from '../ui/RecordMails';

const MOST_OF_A_BOUNCE = 200_000;

/** All mails: where each is, what the mail server said, and sending again. */
export function Mails() {
  const { t } = useTranslation('document');
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [open, setOpen] = useState<string | null>(null);
  const again = async (path: '/mails/resending' | '/mails/cancelling', ids: string[], done: string) => {
    try {
      const answer = await post(path, { ids }, { key: newKey() });
      void message.success(t(done, { count: answer.mails }));
      await queries.invalidateQueries({ queryKey: ['mails'] });
    } catch (error) {
      void message.error(problemText(error));
    }
  };
  return (
    <Stack>
      {may('mail-server.view') && <NoServer />}
      <ListPage
        list="mails"
        head="subject"
        href={null}
        onRow={(row) => {
          setOpen(row.id);
        }}
        views={[
          { key: 'failed', label: t('mails.failed'), filter: ['state', 'in', ['FAILED', 'NO_SERVER']] },
          { key: 'waiting', label: t('mails.waiting'), filter: ['state', 'in', ['WAITING', 'SENDING']] },
        ]}
        bulk={[
          {
            key: 'again',
            label: t('mails.again'),
            right: 'mail.resend',
            run: (rows) =>
              again(
                '/mails/resending',
                rows.map((row) => row.id),
                'mails.resent',
              ),
          },
          {
            key: 'cancel',
            label: t('mails.cancel'),
            right: 'mail.resend',
            danger: true,
            run: (rows) =>
              again(
                '/mails/cancelling',
                rows.map((row) => row.id),
                'mails.cancelled',
              ),
          },
        ]}
        actions={may('mail.resend') && <Bounce />}
        empty={{ title: t('mails.none'), text: t('mails.noneText') }}
      />
      {open && (
        <OneMail
          id={open}
          onClose={() => {
            setOpen(null);
          }}
          onAgain={() => again('/mails/resending', [open], 'mails.resent')}
        />
      )}
      <BadAddresses />
    </Stack>
  );
}

/** Reads the report of a mail that came back: its source, pasted or as a file. */
function Bounce() {
  const { t } = useTranslation('document');
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [source, setSource] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ good: boolean; text: string } | null>(null);
  const read = () => {
    setBusy(true);
    setSaid(null);
    // What is reported stands at the beginning; what follows is the mail that came back.
    post('/mails/bounces', { message: source.slice(0, MOST_OF_A_BOUNCE) }, { key: newKey() })
      .then(
        (outcome) => {
          setSaid({
            good: true,
            text: t(outcome.bad ? 'mails.bouncedBad' : 'mails.bounced', {
              address: outcome.bad ?? '',
              answer: outcome.answer,
            }),
          });
          void queries.invalidateQueries({ queryKey: ['mails'] });
        },
        (error: unknown) => {
          setSaid({ good: false, text: problemText(error) });
        },
      )
      .finally(() => {
        setBusy(false);
      });
  };
  return (
    <>
      <Button
        onClick={() => {
          setOpen(true);
        }}
      >
        {t('mails.bounce')}
      </Button>
      <Modal
        open={open}
        title={t('mails.bounce')}
        okText={t('mails.bounceRead')}
        okButtonProps={{ disabled: source.trim() === '', loading: busy }}
        onOk={read}
        onCancel={() => {
          setOpen(false);
        }}
      >
        <Stack tight>
          <div className="oa-mute">{t('mails.bounceText')}</div>
          <input
            type="file"
            accept=".eml,message/rfc822"
            aria-label={t('mails.bounceFile')}
            onChange={(event) => {
              void event.target.files?.[0]?.text().then(setSource);
            }}
          />
          <Input.TextArea
            aria-label={t('mails.bounceSource')}
            autoSize={{ minRows: 6, maxRows: 14 }}
            value={source}
            onChange={(event) => {
              setSource(event.target.value);
            }}
          />
          {said && <Alert type={said.good ? 'success' : 'error'} showIcon title={said.text} />}
        </Stack>
      </Modal>
    </>
  );
}

function NoServer() {
  const { t } = useTranslation('document');
  const { data } = useQuery({ queryKey: ['mail-server'], queryFn: () => get('/mail-server') });
  if (!data || (data.set && data.active && data.readable)) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t(data.readable ? 'mails.noServer' : 'mailServer.unreadable')}
      action={<Link to="/settings/mail">{t('mails.setServer')}</Link>}
    />
  );
}

function OneMail({ id, onClose, onAgain }: { id: string; onClose: () => void; onAgain: () => Promise<void> }) {
  const { t } = useTranslation('document');
  const { t: ui } = useTranslation('ui');
  const may = useCan();
  const phone = usePhone();
  const [sending, setSending] = useState(false);
  const query = useQuery({ queryKey: ['mails', 'record', id], queryFn: () => get(`/mails/${id}`) });
  const mail = query.data;
  return (
    <Drawer
      open
      size={phone ? '100%' : 560}
      title={mail?.subject ?? t('mails.one')}
      onClose={onClose}
      extra={
        mail &&
        may('mail.resend') &&
        !['WAITING', 'SENDING'].includes(mail.state) && (
          <Button
            loading={sending}
            onClick={() => {
              setSending(true);
              void onAgain().then(onClose);
            }}
          >
            {t('mails.again')}
          </Button>
        )
      }
    >
      {query.isError && <Failure error={query.error} />}
      {mail && (
        <Stack>
          <Facts
            facts={[
              {
                label: t('mails.state'),
                value: <StatusTag tone={MAIL_TONES[mail.state]}>{ui(`mail.state.${mail.state}`)}</StatusTag>,
              },
              { label: t('mails.to'), value: `${mail.toName} ${mail.to}` },
              { label: t('mails.event'), value: mail.eventName },
              mail.about != null && {
                label: t('mails.about'),
                value: (
                  <RecordLink kind={mail.about.kind ?? ''} id={mail.about.id}>
                    {mail.about.number} {mail.about.title}
                  </RecordLink>
                ),
              },
              { label: t('mails.writtenAt'), value: <Instant value={mail.createdAt} /> },
              { label: t('mails.by'), value: mail.createdBy },
              mail.sentAt != null && { label: t('mails.sentAt'), value: <Instant value={mail.sentAt} /> },
              mail.nextAt != null && { label: t('mails.nextAt'), value: <Instant value={mail.nextAt} /> },
              { label: t('mails.tries'), value: String(mail.tries) },
            ]}
          />
          {mail.answer && <Alert type={mail.state === 'FAILED' ? 'error' : 'info'} showIcon title={mail.answer} />}
          <div className="oa-pre">{mail.text}</div>
          {mail.attached.length > 0 && <div className="oa-mute">{mail.attached.join(' · ')}</div>}
        </Stack>
      )}
    </Drawer>
  );
}

/** Addresses nothing is sent to any more, until somebody says they are right. */
function BadAddresses() {
  const { t } = useTranslation('document');
  const may = useCan();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { data } = useQuery({ queryKey: ['mails', 'bad'], queryFn: () => get('/bad-mail-addresses') });
  if (!data || data.addresses.length === 0) return null;
  return (
    <Card title={t('mails.bad')}>
      <p className="oa-soft">{t('mails.badText')}</p>
      <ul className="oa-items">
        {data.addresses.map((one) => (
          <li key={one.address}>
            <Line>
              <span className="oa-grow">
                {one.address} <span className="oa-mute oa-small">{one.answer}</span>
              </span>
              {may('mail.resend') && (
                <Button
                  size="small"
                  onClick={() => {
                    post('/bad-mail-addresses/release', { address: one.address }, { key: newKey() }).then(
                      () => queries.invalidateQueries({ queryKey: ['mails', 'bad'] }),
                      (error: unknown) => void message.error(problemText(error)),
                    );
                  }}
                >
                  {t('mails.release')}
                </Button>
              )}
            </Line>
          </li>
        ))}
      </ul>
    </Card>
  );
}
