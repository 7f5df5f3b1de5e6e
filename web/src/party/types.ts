export interface PaymentTerm {
  id: string;
  code: string;
  name: string;
  nameEn: string;
  rule: string;
  months: number;
  days: number;
  dayOfMonth: number;
  active: boolean;
}

export interface Address {
  id?: string | null;
  purpose: 'BILLING' | 'SHIPPING';
  receiver?: string | null;
  phone?: string | null;
  province?: string | null;
  city?: string | null;
  district?: string | null;
  street: string;
}

export interface Contact {
  id?: string | null;
  name: string;
  position?: string | null;
  role: 'DECISION' | 'PURCHASING' | 'FINANCE' | 'RECEIVING' | 'OTHER';
  phone?: string | null;
  mobile?: string | null;
  email?: string | null;
  wechat?: string | null;
  primary: boolean;
  receivesStatements: boolean;
}

export interface TaxTitle {
  title?: string | null;
  taxNumber?: string | null;
  bank?: string | null;
  account?: string | null;
  address?: string | null;
  phone?: string | null;
}

export interface Customer {
  id: string;
  version: number;
  code: string;
  name: string;
  state: string;
  owner?: string | null;
  ownerName?: string | null;
  department?: string | null;
  departmentName?: string | null;
  shortName?: string | null;
  nameEn?: string | null;
  creditCode?: string | null;
  paymentTerm?: PaymentTerm | null;
  industry?: string | null;
  province?: string | null;
  city?: string | null;
  district?: string | null;
  source?: string | null;
  phone?: string | null;
  website?: string | null;
  notes?: string | null;
  pinyin: string;
  initials: string;
  taxTitle: TaxTitle;
  addresses: Address[];
  contacts: Contact[];
  createdAt: string;
  changedAt: string;
}

export interface CustomerView {
  customer: Customer;
  moves: { name: string; allowed: boolean; reason?: string | null }[];
}
