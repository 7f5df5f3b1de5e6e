import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { newKey, post } from '../lib/api';
import type { Ref, Row } from '../lib/types';
import { ListPage } from '../ui/ListPage';
import { problemText } from '../ui/problems';

export function DeliveryList() {
  const { t } = useTranslation('fulfilment');
  return (
    <ListPage
      list="deliveries"
      create={{ to: '/deliveries/new', label: t('delivery.new'), right: 'delivery.create' }}
      views={[{ key: 'drafts', label: t('delivery.toPost'), filter: ['state', 'in', ['DRAFT']] }]}
      empty={{ title: t('delivery.none'), text: t('delivery.noneText') }}
    />
  );
}

/** Makes one delivery of what these notices have open and there, and goes to it. */
function useShipping() {
  const { message } = App.useApp();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return async (notices: string[]) => {
    try {
      const made = await post('/shipping-notices/deliveries', { notices: [...new Set(notices)] }, { key: newKey() });
      await queries.invalidateQueries({ queryKey: ['deliveries'] });
      await navigate({ to: `/deliveries/${made.id}` });
    } catch (error) {
      void message.error(problemText(error));
    }
  };
}

/** What sales tells the warehouse; the warehouse ships several of a customer together. */
export function NoticeList() {
  const { t } = useTranslation('fulfilment');
  const ship = useShipping();
  return (
    <ListPage
      list="shipping-notices"
      create={{ to: '/shipping-notices/new', label: t('notice.new'), right: 'shipping-notice.create' }}
      views={[
        { key: 'can', label: t('notice.canShip'), filter: ['canShip', 'in', ['ALL', 'SOME']] },
        { key: 'open', label: t('notice.toShip'), filter: ['state', 'in', ['ISSUED', 'PARTLY_DONE']] },
        { key: 'held', label: t('notice.onHold'), filter: ['state', 'in', ['HELD']] },
        { key: 'drafts', label: t('notice.drafts'), filter: ['state', 'in', ['DRAFT']] },
      ]}
      bulk={[
        {
          key: 'ship',
          label: t('notice.deliver'),
          right: 'delivery.create',
          run: (rows) => ship(rows.map((row) => row.id)),
        },
      ]}
      empty={{ title: t('notice.none'), text: t('notice.noneText') }}
    />
  );
}

const noticeOf = (row: Row) => (row['notice'] as Ref | null)?.id ?? '';

/** What the warehouse is to ship, line by line, with what is in each line's warehouse. */
export function ToShip() {
  const { t } = useTranslation('fulfilment');
  const ship = useShipping();
  return (
    <ListPage
      list="noticed-lines"
      href={(row) => `/shipping-notices/${noticeOf(row)}`}
      also={['notice']}
      views={[
        { key: 'can', label: t('toDeliver.can'), filter: ['shippable', '>', '0'] },
        { key: 'today', label: t('toShip.today'), filter: ['plannedOn', '<=', 'today'] },
      ]}
      bulk={[
        {
          key: 'ship',
          label: t('notice.deliver'),
          right: 'delivery.create',
          run: (rows) => ship(rows.map(noticeOf)),
        },
      ]}
      empty={{ title: t('toShip.none'), text: t('toShip.noneText') }}
    />
  );
}

export function ReturnList() {
  const { t } = useTranslation('fulfilment');
  return (
    <ListPage
      list="returns"
      views={[{ key: 'drafts', label: t('delivery.toPost'), filter: ['state', 'in', ['DRAFT']] }]}
      empty={{ title: t('return.none'), text: t('return.noneText') }}
    />
  );
}

/** Lines of confirmed orders that are still to leave, with what is on hand. */
export function ToDeliver() {
  const { t } = useTranslation('fulfilment');
  return (
    <ListPage
      list="deliverable-lines"
      also={['order']}
      without={['order']} // the order's number begins the row
      head="product"
      href={(row) => `/sales-orders/${(row['order'] as Ref | null)?.id ?? ''}`}
      views={[
        { key: 'can', label: t('toDeliver.can'), filter: ['shippable', '>', '0'] },
        { key: 'late', label: t('toDeliver.late'), filter: ['deliveryDate', '<', 'today'] },
      ]}
      empty={{ title: t('toDeliver.none'), text: t('toDeliver.noneText') }}
    />
  );
}
