import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, put, type Schema } from '../lib/api';
import { Failure } from '../ui/Failure';
import { Card, Line, Stack } from '../ui/layout';
import { problemText } from '../ui/problems';

type Mode = Schema<'document.WishView'>['mode'];

const MODES: Mode[] = ['OFF', 'EACH', 'DAILY'];

/** What one wants to be told by mail, and when. */
export function MailWishes() {
  const { t } = useTranslation('document');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ['me', 'mail-wishes'], queryFn: () => get('/me/mail-wishes') });
  if (query.isError) return <Failure error={query.error} reset={() => void query.refetch()} />;
  const data = query.data;
  if (!data) return null;
  const wish = (event: string, mode: Mode) => {
    put('/me/mail-wishes', { wishes: [{ event, mode }] }).then(
      (answer) => {
        queries.setQueryData(['me', 'mail-wishes'], answer);
      },
      (error: unknown) => void message.error(problemText(error)),
    );
  };
  return (
    <Card>
      <Stack>
        <h1>{t('wishes.title')}</h1>
        <div className="oa-mute">{t('wishes.what')}</div>
        {data.address ? (
          <div>{t('wishes.to', { address: data.address })}</div>
        ) : (
          <Alert type="warning" showIcon title={t('wishes.noAddress')} />
        )}
        {data.wishes.map((one) => (
          <Line key={one.event} between>
            <span>{one.name}</span>
            <Segmented
              aria-label={one.name}
              value={one.mode}
              options={MODES.map((value) => ({ value, label: t(`wishes.${value}`) }))}
              onChange={(mode) => {
                wish(one.event, mode);
              }}
            />
          </Line>
        ))}
      </Stack>
    </Card>
  );
}
