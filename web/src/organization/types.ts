import type { Decimal } from '../lib/money';

export type ScopeLevel = 'OWN' | 'DEPARTMENT' | 'BELOW' | 'ALL';

export interface User {
  id: string;
  login: string;
  name: string;
  email?: string | null;
  locale: string;
  superior?: string | null;
  department?: string | null;
  departments: string[];
  scope: string;
  roles: string[];
  active: boolean;
  version: number;
}

export interface Role {
  id: string;
  code: string;
  name: string;
  rights: string[];
  readyMade: boolean;
  version: number;
}

export interface Right {
  right: string;
  kind: string;
  label: string;
}

export interface Department {
  id: string;
  parent?: string | null;
  name: string;
}

export interface Company {
  id: number;
  name: string;
  nameEn?: string | null;
  baseCurrency: string;
  timeZone: string;
  fiscalYearStart: number;
  taxInclusive: boolean;
  priceDecimals: number;
  quantityDecimals: number;
  settings: {
    workingDays: string[];
    numberPatterns: Record<string, string>;
    negativeStock: boolean;
    defaultCreditLimit?: Decimal | null;
    wholeAfterJiao: boolean;
    bank: { bank: string; account: string; holder: string };
  };
  version: number;
}

export interface SessionView {
  id: string;
  address: string;
  agent: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  current: boolean;
}

export interface Token {
  id: string;
  name: string;
  rights?: string[] | null;
  createdAt?: string | null;
  expiresAt?: string | null;
  lastUsedAt?: string | null;
}
