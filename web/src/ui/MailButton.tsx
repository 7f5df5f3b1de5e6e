import { MailOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { usePhone } from '../lib/media';
import { useCan } from '../lib/session';

const MailDialog = lazy(() => import('./MailDialog'));

/** Sends a record by e-mail; nothing for kinds that don't go outward and for those who may not. */
export function MailButton({ id, kind }: { id: string; kind: string }) {
  const { t } = useTranslation('ui');
  const may = useCan();
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ['printable-kinds'],
    queryFn: () => get('/printable-kinds'),
    staleTime: Infinity,
  });
  // A test's server may answer with less than the API promises.
  const kinds = (data as { mailed?: string[] } | undefined)?.mailed ?? [];
  if (!kinds.includes(kind) || !may('mail.send')) return null;
  return (
    <>
      <Button
        icon={<MailOutlined />}
        aria-label={t('mail.send')}
        onClick={() => {
          setOpen(true);
        }}
      >
        {phone ? null : t('mail.send')}
      </Button>
      {open && (
        <Suspense>
          <MailDialog
            id={id}
            onClose={() => {
              setOpen(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
