import {
  AccountBookOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  BookOutlined,
  CarOutlined,
  FileTextOutlined,
  HomeOutlined,
  InboxOutlined,
  PercentageOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  ShoppingCartOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';

/** Navigation by work, not by table. A place is shown when the user holds one of its rights; a group when it has places. */
export interface Place {
  key: string;
  path: string;
  rights?: string[];
}

export interface Group extends Partial<Place> {
  key: string;
  icon: ReactNode;
  places?: Place[];
}

export const groups: Group[] = [
  { key: 'home', icon: <HomeOutlined />, path: '/' },
  {
    key: 'approvals',
    icon: <AuditOutlined />,
    places: [
      { key: 'approvalInbox', path: '/approvals', rights: ['approval.decide'] },
      { key: 'approvalRequests', path: '/approval-requests', rights: ['approval.view'] },
    ],
  },
  { key: 'customers', icon: <TeamOutlined />, path: '/customers', rights: ['customer.view'] },
  {
    key: 'sales',
    icon: <ShoppingCartOutlined />,
    places: [
      { key: 'quotes', path: '/quotes', rights: ['quote.view'] },
      { key: 'salesOrders', path: '/sales-orders', rights: ['sales-order.view'] },
      { key: 'orderChanges', path: '/order-changes', rights: ['order-change.view'] },
    ],
  },
  {
    key: 'shipping',
    icon: <CarOutlined />,
    places: [
      { key: 'toDeliver', path: '/to-deliver', rights: ['deliverable-line.view'] },
      { key: 'shippingNotices', path: '/shipping-notices', rights: ['shipping-notice.view'] },
      { key: 'toShip', path: '/to-ship', rights: ['noticed-line.view'] },
      { key: 'deliveries', path: '/deliveries', rights: ['delivery.view'] },
      { key: 'returns', path: '/returns', rights: ['sales-return.view'] },
    ],
  },
  {
    key: 'receivables',
    icon: <FileTextOutlined />,
    places: [
      { key: 'openItems', path: '/open-items', rights: ['open-item.view'] },
      { key: 'promises', path: '/payment-promises', rights: ['payment-promise.view'] },
      { key: 'paymentPlans', path: '/payment-plans', rights: ['payment-plan.view'] },
      { key: 'ageing', path: '/ageing', rights: ['open-item.view'] },
      { key: 'receivableReport', path: '/reports/receivables', rights: ['open-item.view'] },
      { key: 'statements', path: '/statements', rights: ['statement.view'] },
      { key: 'statementDifferences', path: '/statement-differences', rights: ['statement-difference.view'] },
      { key: 'writeOffs', path: '/write-offs', rights: ['write-off.view'] },
      { key: 'allowances', path: '/allowances', rights: ['allowance.view'] },
      { key: 'openingBalances', path: '/opening-balances', rights: ['opening-balance.view'] },
    ],
  },
  {
    key: 'invoicing',
    icon: <AccountBookOutlined />,
    places: [
      { key: 'uninvoiced', path: '/uninvoiced', rights: ['uninvoiced-line.view'] },
      { key: 'invoiceApplications', path: '/invoice-applications', rights: ['invoice-application.view'] },
      { key: 'salesInvoices', path: '/sales-invoices', rights: ['sales-invoice.view'] },
      { key: 'invoiceFiles', path: '/invoice-files', rights: ['sales-invoice.issue'] },
      { key: 'invoicedAhead', path: '/invoiced-ahead', rights: ['invoiced-ahead.view'] },
      { key: 'taxSummary', path: '/tax-summary', rights: ['sales-invoice.view'] },
    ],
  },
  {
    key: 'money',
    icon: <BankOutlined />,
    places: [
      { key: 'receipts', path: '/receipts', rights: ['receipt.view'] },
      { key: 'receiptReport', path: '/reports/receipts', rights: ['receipt.view'] },
      { key: 'onlinePayments', path: '/online-payments', rights: ['online-payment.view'] },
      { key: 'refunds', path: '/refunds', rights: ['refund.view'] },
      { key: 'bills', path: '/bills', rights: ['bill.view'] },
      { key: 'acceptorLimits', path: '/acceptor-limits', rights: ['acceptor-limit.view'] },
      { key: 'payables', path: '/payables', rights: ['payable.view'] },
      { key: 'paymentAuthorities', path: '/payment-authorities', rights: ['payment-authority.view'] },
      { key: 'bank', path: '/bank', rights: ['bank-line.view'] },
      { key: 'bankStatements', path: '/bank-statements', rights: ['bank-statement.view'] },
      { key: 'bankBalances', path: '/bank-balances', rights: ['bank-line.view'] },
      { key: 'bankRules', path: '/bank-rules', rights: ['bank-rule.view'] },
      { key: 'cashAccounts', path: '/cash-accounts', rights: ['cash-account.view'] },
      { key: 'cashTransfers', path: '/cash-transfers', rights: ['cash-transfer.view'] },
      { key: 'exchangeRates', path: '/exchange-rates', rights: ['exchange-rate.view'] },
    ],
  },
  {
    key: 'cashDiscounts',
    icon: <PercentageOutlined />,
    places: [
      { key: 'discounts', path: '/discount-steps', rights: ['discount-step.view'] },
      { key: 'discountOverrides', path: '/discount-overrides', rights: ['discount-override.view'] },
      { key: 'discountExceptions', path: '/discount-exceptions', rights: ['discount-override.view'] },
      { key: 'discountEffects', path: '/discount-effects', rights: ['discount-override.view'] },
    ],
  },
  {
    key: 'books',
    icon: <BookOutlined />,
    places: [
      { key: 'journals', path: '/journals', rights: ['journal.view'] },
      { key: 'trialBalance', path: '/ledger/trial-balance', rights: ['journal.view'] },
      { key: 'revaluations', path: '/revaluations', rights: ['revaluation.view'] },
      { key: 'vouchers', path: '/vouchers', rights: ['voucher-export.view'] },
    ],
  },
  {
    key: 'credit',
    icon: <SafetyCertificateOutlined />,
    places: [
      { key: 'creditHolds', path: '/credit/holds', rights: ['credit-hold.view'] },
      { key: 'creditApplications', path: '/credit/applications', rights: ['credit-application.view'] },
      { key: 'creditReviews', path: '/credit/reviews', rights: ['credit-application.review'] },
      {
        key: 'creditWarnings',
        path: '/credit/warnings/mine',
        rights: ['warning-notice.view', 'credit-warning.view'],
      },
      { key: 'creditAccounts', path: '/credit/accounts', rights: ['credit-account.view'] },
      { key: 'creditReport', path: '/credit/report', rights: ['credit-account.view'] },
      { key: 'sharedLimits', path: '/credit/shared-limits', rights: ['shared-limit.view'] },
      { key: 'policies', path: '/credit/policies', rights: ['credit-policy.view'] },
      { key: 'scores', path: '/credit/scores', rights: ['credit-score.view'] },
      { key: 'creditProposals', path: '/credit/proposals', rights: ['credit-proposal.view'] },
      { key: 'creditFacts', path: '/credit/facts', rights: ['credit-fact.view'] },
      { key: 'scorecard', path: '/credit/scorecard', rights: ['scorecard.view'] },
      { key: 'strategy', path: '/credit/strategy', rights: ['credit-strategy.view'] },
      { key: 'trials', path: '/credit/trials', rights: ['credit-trial.view'] },
      { key: 'simulate', path: '/credit/simulate', rights: ['credit-account.view'] },
      { key: 'proof', path: '/credit/proof', rights: ['credit-proof.view'] },
    ],
  },
  {
    key: 'stock',
    icon: <InboxOutlined />,
    places: [
      { key: 'onHand', path: '/stock', rights: ['stock-on-hand.view'] },
      { key: 'movements', path: '/stock-movements', rights: ['stock-movement.view'] },
      { key: 'adjustments', path: '/stock-adjustments', rights: ['stock-adjustment.view'] },
      { key: 'warehouses', path: '/warehouses', rights: ['warehouse.view'] },
    ],
  },
  { key: 'products', icon: <AppstoreOutlined />, path: '/products', rights: ['product.view'] },
  {
    key: 'settings',
    icon: <SettingOutlined />,
    places: [
      { key: 'company', path: '/settings/company', rights: ['company.edit'] },
      { key: 'users', path: '/settings/users', rights: ['user.view'] },
      { key: 'departments', path: '/settings/departments', rights: ['department.create', 'department.edit'] },
      { key: 'roles', path: '/settings/roles', rights: ['role.view'] },
      { key: 'customerClasses', path: '/settings/customer-classes', rights: ['customer-class.view'] },
      { key: 'paymentTerms', path: '/settings/payment-terms', rights: ['payment-term.view'] },
      { key: 'calendar', path: '/settings/calendar', rights: ['calendar-day.view'] },
      { key: 'periods', path: '/settings/periods', rights: ['period.view'] },
      { key: 'discountTerms', path: '/settings/discount-terms', rights: ['discount-term.view'] },
      { key: 'receiptSettings', path: '/settings/receipts', rights: ['receipt.tolerance'] },
      { key: 'paymentSettings', path: '/settings/payments', rights: ['online-payment.configure'] },
      { key: 'approvalFlows', path: '/settings/approval-flows', rights: ['approval-flow.view'] },
      { key: 'printTemplates', path: '/settings/print-templates', rights: ['print-template.view'] },
      { key: 'mails', path: '/mails', rights: ['mail.view'] },
      {
        key: 'mailSettings',
        path: '/settings/mail',
        rights: ['mail-server.view', 'sms-gateway.view', 'print-template.view'],
      },
      { key: 'mailWishes', path: '/settings/my-mails' },
      { key: 'numbers', path: '/settings/numbers', rights: ['company.edit'] },
      { key: 'sessions', path: '/settings/sessions' },
      { key: 'tokens', path: '/settings/tokens' },
      { key: 'audit', path: '/settings/audit', rights: ['audit.view'] },
      { key: 'imports', path: '/imports' },
    ],
  },
];
