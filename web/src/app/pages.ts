/** Every page: where it is and which file draws it. The file is fetched when the page is first opened. */
export interface Page {
  path: string;
  load: () => Promise<object>;
  name: string;
}

/** Opened without signing in. */
export const publicPages: Page[] = [{ path: '/approve', load: () => import('./DecideByLink'), name: 'DecideByLink' }];

export const pages: Page[] = [
  { path: '/', load: () => import('./Home'), name: 'Home' },
  { path: '/approvals', load: () => import('../approval/Inbox'), name: 'Inbox' },
  { path: '/approval-requests', load: () => import('../approval/Requests'), name: 'Requests' },
  { path: '/approval-requests/$id', load: () => import('../approval/Requests'), name: 'RequestPage' },
  { path: '/settings/approval-flows', load: () => import('../approval/Flows'), name: 'Flows' },
  { path: '/customers', load: () => import('../party/CustomerList'), name: 'CustomerList' },
  { path: '/customers/new', load: () => import('../party/NewCustomer'), name: 'NewCustomer' },
  { path: '/customers/$id', load: () => import('./CustomerPage'), name: 'CustomerPage' },
  { path: '/products', load: () => import('../catalog/ProductList'), name: 'ProductList' },
  { path: '/products/new', load: () => import('../catalog/NewProduct'), name: 'NewProduct' },
  { path: '/products/$id', load: () => import('../catalog/ProductPage'), name: 'ProductPage' },
  { path: '/sales-orders', load: () => import('../sales/OrderList'), name: 'OrderList' },
  { path: '/sales-orders/new', load: () => import('../sales/NewOrder'), name: 'NewOrder' },
  { path: '/sales-orders/$id', load: () => import('../sales/OrderPage'), name: 'OrderPage' },
  { path: '/deliveries', load: () => import('../fulfilment/lists'), name: 'DeliveryList' },
  { path: '/to-deliver', load: () => import('../fulfilment/lists'), name: 'ToDeliver' },
  { path: '/deliveries/new', load: () => import('../fulfilment/DeliveryEditor'), name: 'NewDelivery' },
  { path: '/deliveries/$id', load: () => import('../fulfilment/pages'), name: 'DeliveryPage' },
  { path: '/returns', load: () => import('../fulfilment/lists'), name: 'ReturnList' },
  { path: '/returns/$id', load: () => import('../fulfilment/pages'), name: 'ReturnPage' },
  { path: '/open-items', load: () => import('../receivables/OpenItems'), name: 'OpenItems' },
  { path: '/receipts', load: () => import('../receivables/ReceiptList'), name: 'ReceiptList' },
  { path: '/receipts/new', load: () => import('../receivables/NewReceipt'), name: 'NewReceipt' },
  { path: '/receipts/$id', load: () => import('../receivables/ReceiptPage'), name: 'ReceiptPage' },
  { path: '/ageing', load: () => import('../receivables/Ageing'), name: 'Ageing' },
  { path: '/opening-balances', load: () => import('../receivables/OpeningBalances'), name: 'OpeningBalances' },
  { path: '/journals', load: () => import('../receivables/Journals'), name: 'Journals' },
  { path: '/opening-balances/$id', load: () => import('../receivables/OpeningPage'), name: 'OpeningPage' },
  { path: '/cash-accounts', load: () => import('../receivables/CashAccounts'), name: 'CashAccounts' },
  { path: '/warehouses', load: () => import('../stock/Warehouses'), name: 'Warehouses' },
  { path: '/stock-adjustments', load: () => import('../stock/Adjustments'), name: 'AdjustmentList' },
  { path: '/stock-adjustments/new', load: () => import('../stock/Adjustments'), name: 'NewAdjustment' },
  { path: '/stock-adjustments/$id', load: () => import('../stock/Adjustments'), name: 'AdjustmentPage' },
  { path: '/credit/holds', load: () => import('../credit/Holds'), name: 'Holds' },
  { path: '/credit/accounts', load: () => import('../credit/Accounts'), name: 'Accounts' },
  { path: '/credit/accounts/$id', load: () => import('../credit/AccountPage'), name: 'AccountPage' },
  { path: '/credit/simulate', load: () => import('../credit/Simulate'), name: 'Simulate' },
  { path: '/credit/proof', load: () => import('../credit/Proof'), name: 'Proof' },
  { path: '/stock', load: () => import('../stock/OnHand'), name: 'OnHand' },
  { path: '/stock-movements', load: () => import('../stock/OnHand'), name: 'Movements' },
  { path: '/settings/company', load: () => import('../organization/Company'), name: 'CompanyPage' },
  { path: '/settings/numbers', load: () => import('../organization/Company'), name: 'NumbersPage' },
  { path: '/settings/users', load: () => import('../organization/Users'), name: 'UsersPage' },
  { path: '/settings/roles', load: () => import('../organization/Roles'), name: 'RolesPage' },
  { path: '/settings/sessions', load: () => import('../organization/Sessions'), name: 'SessionsPage' },
  { path: '/settings/tokens', load: () => import('../organization/Tokens'), name: 'TokensPage' },
  { path: '/settings/audit', load: () => import('../organization/Audit'), name: 'AuditPage' },
  { path: '/imports', load: () => import('../document/Imports'), name: 'Imports' },
];
