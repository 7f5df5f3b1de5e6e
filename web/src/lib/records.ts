/** Where a record's page is. One table, so that links from search, chains and lists agree. */
const PATHS: Record<string, string> = {
  customer: '/customers',
  party: '/customers',
  product: '/products',
  quote: '/quotes',
  'sales-order': '/sales-orders',
  'shipping-notice': '/shipping-notices',
  'order-change': '/order-changes',
  delivery: '/deliveries',
  return: '/returns',
  'sales-return': '/returns',
  'invoice-application': '/invoice-applications',
  'sales-invoice': '/sales-invoices',
  receipt: '/receipts',
  statement: '/statements',
  refund: '/refunds',
  'open-item': '/open-items',
  bill: '/bills',
  'acceptor-limit': '/acceptor-limits',
  'payment-plan': '/payment-plans',
  'write-off': '/write-offs',
  allowance: '/allowances',
  'shared-limit': '/credit/shared-limits',
  'credit-application': '/credit/applications',

  'opening-balance': '/opening-balances',

  'stock-adjustment': '/stock-adjustments',
  approval: '/approval-requests',
};

export function recordPath(kind: string | null | undefined, id: string | null | undefined): string | null {
  const base = kind ? PATHS[kind] : undefined;
  return base && id ? `${base}/${id}` : null;
}
