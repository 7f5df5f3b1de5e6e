import { useNavigate, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Card } from '../ui/layout';
import { CustomerEditor } from './CustomerEditor';

export function NewCustomer() {
  const { t } = useTranslation('party');
  const navigate = useNavigate();
  const router = useRouter();
  return (
    <>
      <Card>
        <h1>{t('customer.new')}</h1>
      </Card>
      <CustomerEditor
        customer={null}
        onSaved={(id) => void navigate({ to: `/customers/${id}` })}
        onCancel={() => {
          router.history.back();
        }}
      />
    </>
  );
}
