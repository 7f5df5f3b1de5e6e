import { useTranslation } from 'react-i18next';
import { useMe } from '../lib/session';
import { Card } from '../ui/layout';

export function Home() {
  const { t } = useTranslation('app');
  const me = useMe();
  return <Card title={t('home.hello', { name: me.user.name })} />;
}
