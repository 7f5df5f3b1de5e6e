import { useTranslation } from 'react-i18next';
import { ListPage } from '../ui/ListPage';

export function QuoteList() {
  const { t } = useTranslation('sales');
  return (
    <ListPage
      list="quotes"
      create={{ to: '/quotes/new', label: t('quote.new'), right: 'quote.create' }}
      views={[
        { key: 'mine', label: t('order.mine'), filter: ['owner', '=', 'me'] },
        { key: 'open', label: t('quote.open'), filter: ['state', 'in', ['SENT']] },
        { key: 'accepted', label: t('quote.accepted'), filter: ['state', 'in', ['ACCEPTED']] },
        { key: 'held', label: t('order.held'), filter: ['state', 'in', ['HELD']] },
        { key: 'drafts', label: t('order.drafts'), filter: ['state', 'in', ['DRAFT']] },
      ]}
      empty={{ title: t('quote.none'), text: t('quote.noneText') }}
    />
  );
}
