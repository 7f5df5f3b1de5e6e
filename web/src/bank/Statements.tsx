import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';
import { serverText } from '../lib/i18n';
import { useMe } from '../lib/session';
import { Money } from '../ui/cells';
import { Facts, Stack } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import { Remarks } from './Upload';

const Upload = lazy(() => import('./Upload'));

/** Statements as imported, and the way to import more. */
export function Statements() {
  const { t } = useTranslation('bank');
  const [uploading, setUploading] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  return (
    <>
      <ListPage
        list="bank-statements"
        href={null}
        onRow={(row) => {
          setShown(row.id);
        }}
        create={{
          label: t('upload.begin'),
          right: 'bank-statement.import',
          onClick: () => {
            setUploading(true);
          },
        }}
        empty={{ title: t('statement.none'), text: t('statement.noneText') }}
      />
      {uploading && (
        <Suspense>
          <Upload
            onClose={() => {
              setUploading(false);
            }}
          />
        </Suspense>
      )}
      {shown && (
        <Shown
          id={shown}
          onClose={() => {
            setShown(null);
          }}
        />
      )}
    </>
  );
}

function Shown({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('bank');
  const currency = useMe().company.baseCurrency;
  const { data } = useQuery({ queryKey: ['bank-statements', id], queryFn: () => get(`/bank-statements/${id}`) });
  return (
    <Drawer open title={data?.fileName ?? ''} onClose={onClose}>
      {data && (
        <Stack>
          <Facts
            facts={[
              { label: t('upload.account'), value: data.accountName },
              {
                label: t('statement.format'),
                value: serverText(`choice.bank-statement.format.${data.format}`, data.format),
              },
              { label: t('statement.number'), value: data.reference },
              { label: t('statement.account'), value: data.account },
              { label: t('statement.days'), value: data.from && `${data.from} – ${data.to ?? ''}` },
              {
                label: t('upload.opening'),
                value: data.opening != null && <Money value={data.opening} currency={currency} />,
              },
              { label: t('statement.sum'), value: <Money value={data.total} currency={currency} /> },
              {
                label: t('upload.closing'),
                value: data.closing != null && <Money value={data.closing} currency={currency} />,
              },
              { label: t('statement.lines'), value: `${String(data.added)} / ${String(data.lines)}` },
            ]}
          />
          <Remarks remarks={data.remarks} />
        </Stack>
      )}
    </Drawer>
  );
}
