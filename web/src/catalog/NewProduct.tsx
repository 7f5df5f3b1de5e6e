import { useNavigate, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Card } from '../ui/layout';
import { ProductEditor } from './ProductEditor';

export function NewProduct() {
  const { t } = useTranslation('catalog');
  const navigate = useNavigate();
  const router = useRouter();
  return (
    <>
      <Card>
        <h1>{t('product.new')}</h1>
      </Card>
      <ProductEditor
        product={null}
        onSaved={(id) => void navigate({ to: `/products/${id}` })}
        onCancel={() => {
          router.history.back();
        }}
      />
    </>
  );
}
