import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get, type Schema } from '../lib/api';
import type { Tone } from '../lib/types';
import { StatusTag } from './cells';
import { Failure } from './Failure';
import { Line } from './layout';
import { Timeline } from './Timeline';

export type MailView = Schema<'document.MailView'>;

export const MAIL_TONES: Record<MailView['state'], Tone> = {
  WAITING: 'blue',
  SENDING: 'blue',
  SENT: 'green',
  FAILED: 'red',
  NO_SERVER: 'orange',
  CANCELLED: 'grey',
};

/** What was mailed about a record and what became of it. */
export function RecordMails({ id }: { id: string }) {
  const { t } = useTranslation('ui');
  const query = useQuery({
    queryKey: ['record', id, 'mails'],
    queryFn: () => get(`/records/${id}/mails`),
  });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const mails = query.data ?? [];
  if (query.isSuccess && mails.length === 0) return <span className="oa-mute">{t('mail.none')}</span>;
  return (
    <Timeline
      items={mails.map((mail) => ({
        key: mail.id,
        at: mail.sentAt ?? mail.createdAt,
        who: mail.createdBy,
        what: (
          <Line tight>
            <StatusTag tone={MAIL_TONES[mail.state]}>{t(`mail.state.${mail.state}`)}</StatusTag>
            <span>{mail.subject}</span>
            <span className="oa-mute">
              {mail.toName} {mail.to}
            </span>
          </Line>
        ),
        more: (
          <div className="oa-soft oa-small">
            {[mail.attached.join(', '), mail.answer].filter(Boolean).map((line) => (
              <div key={line}>{line}</div>
            ))}
          </div>
        ),
      }))}
    />
  );
}
