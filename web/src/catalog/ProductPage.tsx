import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { big } from '../lib/money';
import { useIdParam } from '../lib/route';
import { useCan, useMe } from '../lib/session';
import { Price, StateTag } from '../ui/cells';
import { useMoves, useRecord } from '../ui/document';
import { DocumentPage, type PageMove, joinMoves } from '../ui/DocumentPage';
import { Failure } from '../ui/Failure';
import { Card, Facts } from '../ui/layout';
import { ListPage } from '../ui/ListPage';
import { ProductEditor } from './ProductEditor';

export function ProductPage() {
  const { t } = useTranslation('catalog');
  const id = useIdParam();
  const me = useMe();
  const may = useCan();
  const queries = useQueryClient();
  const [editing, setEditing] = useState(false);
  const record = useRecord('products', id);
  const moves = useMoves('products', id, record.data?.version, {});
  if (record.isError) return <Failure error={record.error} reset={() => void record.refetch()} />;
  if (!record.data) return null;
  const { product: p, moves: said } = record.data.data;
  const currency = me.company.baseCurrency;
  if (editing) {
    return (
      <ProductEditor
        product={p}
        version={record.data.version}
        onCancel={() => {
          setEditing(false);
        }}
        onSaved={() => {
          setEditing(false);
          void queries.invalidateQueries({ queryKey: ['products'] });
        }}
      />
    );
  }
  const own: PageMove[] = may('product.edit')
    ? [
        {
          name: 'edit',
          label: t('product.edit'),
          primary: true,
          run: () => {
            setEditing(true);
          },
        },
      ]
    : [];
  return (
    <>
      <DocumentPage
        conflict={moves}
        self={{ id, kind: 'product', number: p.code, title: p.name, state: p.state }}
        title={p.name}
        tags={<StateTag kind="product" state={p.state} tone={p.state === 'ACTIVE' ? 'green' : 'grey'} />}
        subtitle={[p.code, p.specification, p.brand].filter(Boolean).join('  ')}
        moves={[
          ...joinMoves(
            said,
            [
              {
                name: 'stop',
                label: t('product.stop'),
                rare: true,
                run: () => {
                  moves.run({ path: 'stop' });
                },
              },
              {
                name: 'reactivate',
                label: t('product.resume'),
                run: () => {
                  moves.run({ path: 'reactivation' });
                },
              },
            ],
            moves.running === 'reactivation' ? 'reactivate' : moves.running,
          ),
          ...own,
        ]}
        facts={
          <Facts
            facts={[
              { label: t('field.unit'), value: p.unit },
              { label: t('field.taxRate'), value: `${big(p.taxRate).times(100).toFixed()}%` },
              {
                label: t('field.listPrice'),
                value: p.listPrice != null ? <Price value={p.listPrice} currency={currency} /> : null,
              },
              {
                label: t('field.minimumPrice'),
                value: p.minimumPrice != null ? <Price value={p.minimumPrice} currency={currency} /> : null,
              },
              { label: t('field.priceIncludesTax'), value: t(p.priceIncludesTax ? 'ui:yes' : 'ui:no') },
              { label: t('field.barcode'), value: p.barcode },
              { label: t('field.taxCode'), value: p.taxCode },
              { label: t('field.stocked'), value: t(p.stocked ? 'ui:yes' : 'ui:no') },
              { label: t('field.description'), value: p.description },
            ]}
          />
        }
        withoutTabs={['relatives']}
      >
        {p.stocked && may('stock-on-hand.view') && (
          <Card title={t('product.stock')}>
            <ListPage
              list="stock-on-hand"
              without={['product', 'productCode', 'specification', 'state']}
              embedded
              within={['product', '=', id]}
              href={null}
              empty={{ title: t('product.noStock'), text: t('product.noStockText') }}
            />
          </Card>
        )}
      </DocumentPage>
    </>
  );
}
