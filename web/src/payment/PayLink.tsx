import { useMutation } from '@tanstack/react-query';
import { App, Button, Checkbox, Modal, QRCode, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, type Schema } from '../lib/api';
import { formatMoney, type Decimal } from '../lib/money';
import { Instant } from '../ui/cells';
import { FigureInput } from '../ui/inputs';
import { Line, Mute, Stack } from '../ui/layout';
import { problemText } from '../ui/problems';

type Asked = Schema<'receivables.AskBody'>;
type CreditNote = Schema<'receivables.PayLinks.CreditNote'>;

/** Makes a link by which a customer pays, and shows it to be copied or scanned. */
export function usePayLink() {
  const { t } = useTranslation('payment');
  const { message, modal } = App.useApp();
  const make = (body: Asked) => {
    post('/pay-links', body, { key: newKey() }).then(
      (made) => {
        const address = made.address ?? `${window.location.origin}/pay#${made.token}`;
        void modal.info({
          title: t('link.title'),
          width: 480,
          icon: null,
          content: (
            <Stack tight>
              <div>{t('link.text')}</div>
              <QRCode value={address} errorLevel="M" />
              <Typography.Text copyable className="oa-break">
                {address}
              </Typography.Text>
              <Line tight>
                <SendIt body={body} channel="MAIL" />
                <SendIt body={body} channel="SMS" />
              </Line>
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
  return (party: string, order?: { id: string; amount: Decimal }) => {
    if (order) {
      make({ party, order: order.id, amount: order.amount });
      return;
    }
    get('/pay-links/credits', { party }).then(
      (credits) => {
        if (credits.length === 0) {
          make({ party });
          return;
        }
        let chosen: string[] = [];
        void modal.confirm({
          title: t('link.title'),
          width: 480,
          icon: null,
          content: (
            <CreditChoice
              credits={credits}
              onChoose={(items) => {
                chosen = items;
              }}
            />
          ),
          okText: t('link.button'),
          onOk: () => {
            make({ party, credits: chosen });
          },
        });
      },
      (error: unknown) => void message.error(problemText(error)),
    );
  };
}

/** Which credit notes a link takes off. */
function CreditChoice({ credits, onChoose }: { credits: CreditNote[]; onChoose: (items: string[]) => void }) {
  const { t } = useTranslation('payment');
  const [chosen, setChosen] = useState<string[]>([]);
  return (
    <Stack tight>
      <div>{t('link.credits')}</div>
      {credits.map((credit) => (
        <Line key={credit.item} between nowrap>
          <Checkbox
            checked={chosen.includes(credit.item)}
            onChange={() => {
              // In the order of the list, the oldest first, whatever was pressed first.
              const now = credits
                .map((one) => one.item)
                .filter((item) => (item === credit.item) !== chosen.includes(item));
              setChosen(now);
              onChoose(now);
            }}
          >
            {credit.number} <Mute>{credit.date}</Mute>
          </Checkbox>
          <span>{formatMoney(credit.open, credit.currency)}</span>
        </Line>
      ))}
    </Stack>
  );
}

/** Sends it once, however often it is pressed: each message is a request to pay of its own. */
function SendIt({ body, channel }: { body: Asked; channel: 'MAIL' | 'SMS' }) {
  const { t } = useTranslation('payment');
  const [key] = useState(newKey);
  const [said, setSaid] = useState('');
  const mail = useMutation({
    mutationFn: () => post('/pay-links/mails', { ...body, channel }, { key }),
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
        {t(`link.write.${channel}`)}
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
