import { useMutation } from '@tanstack/react-query';
import { App, Button, Modal, QRCode, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, post, type Schema } from '../lib/api';
import type { Decimal } from '../lib/money';
import { Instant } from '../ui/cells';
import { FigureInput } from '../ui/inputs';
import { Stack } from '../ui/layout';
import { problemText } from '../ui/problems';

type Asked = Schema<'receivables.AskBody'>;

/** Makes a link by which a customer pays, and shows it to be copied or scanned. */
export function usePayLink() {
  const { t } = useTranslation('payment');
  const { message, modal } = App.useApp();
  return (party: string, order?: { id: string; amount: Decimal }) => {
    const body: Asked = order ? { party, order: order.id, amount: order.amount } : { party };
    post('/pay-links', body, { key: newKey() }).then(
      (made) => {
        const address = made.address ?? `${window.location.origin}/pay#${made.token}`;
        void modal.info({
          title: t('link.title'),
          width: 480,
          content: (
            <Stack tight>
              <div>{t('link.text')}</div>
              <QRCode value={address} errorLevel="M" />
              <Typography.Text copyable className="oa-break">
                {address}
              </Typography.Text>
              <MailIt body={body} />
              <div className="oa-mute">
                {t('link.until')} <Instant value={made.expires} />
              </div>
            </Stack>
          ),
        });
      },
      (error: unknown) => void message.error(problemText(error)),
    );
  };
}

/** Mails it once, however often it is pressed: each mail is a request to pay of its own. */
function MailIt({ body }: { body: Asked }) {
  const { t } = useTranslation('payment');
  const [key] = useState(newKey);
  const [said, setSaid] = useState('');
  const mail = useMutation({
    mutationFn: () => post('/pay-links/mails', body, { key }),
    onSuccess: (sent) => {
      setSaid(t('link.mailed', { to: sent.to.join(', ') }));
    },
    onError: (error) => {
      setSaid(problemText(error));
    },
  });
  return (
    <>
      <Button
        loading={mail.isPending}
        disabled={mail.isSuccess}
        onClick={() => {
          mail.mutate();
        }}
      >
        {t('link.write')}
      </Button>
      {said && <div>{said}</div>}
    </>
  );
}

/** Asks how much a customer is to pay for an order, and makes the link. */
export function OrderPayLink({
  party,
  order,
  amount,
  currency,
  onClose,
}: {
  party: string;
  order: string;
  amount: Decimal;
  currency: string;
  onClose: () => void;
}) {
  const { t } = useTranslation('payment');
  const ask = usePayLink();
  const [value, setValue] = useState<Decimal | null>(amount);
  return (
    <Modal
      open
      title={t('link.title')}
      okText={t('link.button')}
      okButtonProps={{ disabled: !value }}
      onCancel={onClose}
      onOk={() => {
        if (value) ask(party, { id: order, amount: value });
        onClose();
      }}
    >
      <Stack tight>
        <div>{t('link.amount')}</div>
        <FigureInput value={value} currency={currency} aria-label={t('link.amount')} onChange={setValue} />
      </Stack>
    </Modal>
  );
}
