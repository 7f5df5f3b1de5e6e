import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Alert, Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem, post, put } from '../lib/api';
import { serverText } from '../lib/i18n';
import { useCustomerClasses } from '../ui/classes';
import { Field, Fields, useForm, type Form, TextField } from '../ui/form';
import { ChoiceInput } from '../ui/inputs';
import { Card, Line, Stack } from '../ui/layout';
import { PartyPicker, UserPicker, type Picked } from '../ui/Picker';
import { usePaymentTerms } from '../ui/terms';
import type { Address, Contact, Customer } from './types';

type TextName =
  | 'code'
  | 'name'
  | 'shortName'
  | 'nameEn'
  | 'creditCode'
  | 'legalPerson'
  | 'industry'
  | 'province'
  | 'city'
  | 'district'
  | 'source'
  | 'phone'
  | 'website'
  | 'notes'
  | 'pinyin'
  | 'initials';

const TEXTS: TextName[] = [
  'code',
  'name',
  'shortName',
  'nameEn',
  'creditCode',
  'legalPerson',
  'industry',
  'province',
  'city',
  'district',
  'source',
  'phone',
  'website',
  'notes',
  'pinyin',
  'initials',
];

interface Values extends Record<TextName, string> {
  owner: Picked | null;
  paymentTerm: string | null;
  customerClass: string | null;
  parent: Picked | null;
  contacts: Contact[];
  addresses: Address[];
  taxNumber: string;
  bank: string;
  account: string;
  confirmDuplicate: boolean;
}

function valuesOf(customer: Customer | null): Values {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, customer?.[name] ?? ''])) as Record<TextName, string>;
  return {
    ...texts,
    owner: customer?.owner ? { id: customer.owner, label: customer.ownerName ?? '' } : null,
    paymentTerm: customer?.paymentTerm?.id ?? null,
    customerClass: customer?.customerClass ?? null,
    parent: customer?.parent ? { id: customer.parent, label: customer.parentName ?? '' } : null,
    contacts: customer?.contacts ?? [],
    addresses: customer?.addresses ?? [],
    taxNumber: customer?.taxTitle.taxNumber ?? '',
    bank: customer?.taxTitle.bank ?? '',
    account: customer?.taxTitle.account ?? '',
    confirmDuplicate: false,
  };
}

function bodyOf(values: Values, customer: Customer | null) {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, values[name].trim() || null]));
  return {
    ...texts,
    name: values.name.trim(),
    owner: values.owner?.id ?? null,
    paymentTerm: values.paymentTerm,
    customerClass: values.customerClass,
    parent: values.parent?.id ?? null,
    contacts: values.contacts.filter((contact) => contact.name.trim()),
    addresses: values.addresses.filter((address) => address.street.trim()),
    taxTitle: {
      ...customer?.taxTitle,
      taxNumber: values.taxNumber.trim() || null,
      bank: values.bank.trim() || null,
      account: values.account.trim() || null,
    },
    confirmDuplicate: values.confirmDuplicate,
  };
}

/** Enters a customer or changes one. */
export function CustomerEditor({
  customer,
  version,
  onSaved,
  onCancel,
  onConflict,
}: {
  customer: Customer | null;
  version?: string | null;
  onSaved: (id: string) => void;
  onCancel: () => void;
  onConflict?: (error: unknown) => void;
}) {
  const { t } = useTranslation('party');
  const classes = useCustomerClasses();
  // A class that is no longer used stays with the customers that have it.
  const kept = customer?.customerClass;
  const ofCompany =
    kept && !classes.choices.some((one) => one.value === kept)
      ? [...classes.choices, { value: kept, label: customer.customerClassName ?? '' }]
      : classes.choices;
  const terms = usePaymentTerms();
  const [duplicate, setDuplicate] = useState<string | null>(null);
  const form = useForm<Values>(valuesOf(customer), async (values, key) => {
    const body = bodyOf(values, customer);
    try {
      const saved = customer
        ? await put(`/customers/${customer.id}`, body, { key, version: version ?? null })
        : await post('/customers', body, { key });
      onSaved(saved.customer.id);
    } catch (error) {
      if (isProblem(error, 412)) onConflict?.(error);
      if (isProblem(error) && error.code.includes('duplicate')) setDuplicate(error.detail);
      throw error;
    }
  });
  const text = (name: TextName, more: { must?: boolean; help?: string; wide?: boolean; area?: boolean } = {}) => (
    <TextField form={form} name={name} label={t(`field.${name}`)} {...more} />
  );
  return (
    <form
      className="oa-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      {form.general && <Alert type="error" showIcon title={form.general} />}
      {(duplicate !== null || form.values.confirmDuplicate) && (
        <Alert
          type="warning"
          showIcon
          title={duplicate ?? ''}
          description={
            <Checkbox
              checked={form.values.confirmDuplicate}
              onChange={(event) => {
                form.set({ confirmDuplicate: event.target.checked });
              }}
            >
              {t('customer.confirmDuplicate')}
            </Checkbox>
          }
        />
      )}
      <Card title={t('customer.who')}>
        <Fields columns={3}>
          {text('name', { must: true })}
          {text('shortName')}
          {text('code', { help: t('customer.codeHelp') })}
          {text('creditCode')}
          {text('legalPerson')}
          <Field label={t('field.paymentTerm')} bound={form.bind('paymentTerm')} form={form} name="paymentTerm">
            <ChoiceInput {...form.bind('paymentTerm')} options={terms} clearable />
          </Field>
          <Field
            label={t('field.owner')}
            bound={form.bind('owner')}
            form={form}
            name="owner"
            help={t('customer.ownerHelp')}
          >
            <UserPicker {...form.bind('owner')} />
          </Field>
          {text('phone')}
          <Field label={t('field.customerClass')} bound={form.bind('customerClass')} form={form} name="customerClass">
            <ChoiceInput {...form.bind('customerClass')} options={ofCompany} clearable />
          </Field>
          <Field
            label={t('field.parent')}
            bound={form.bind('parent')}
            form={form}
            name="parent"
            help={t(customer?.parentOutside ? 'customer.parentStays' : 'customer.parentHelp')}
          >
            <PartyPicker
              {...form.bind('parent')}
              disabled={customer?.parentOutside ?? false}
              placeholder={customer?.parentOutside ? t('customer.parentOutside') : undefined}
            />
          </Field>
          {text('industry')}
          {text('source')}
          {text('province')}
          {text('city')}
          {text('district')}
          {text('nameEn')}
          {text('pinyin', { help: t('customer.pinyinHelp') })}
          {text('initials')}
          {text('notes', { wide: true, area: true })}
        </Fields>
      </Card>
      <Contacts form={form} />
      <Addresses form={form} />
      <Card title={t('customer.tax')}>
        <Fields columns={3}>
          {(['taxNumber', 'bank', 'account'] as const).map((name) => (
            <Field key={name} label={t(`field.${name}`)} bound={form.bind(name)} form={form} name={name}>
              <Input
                id={form.bind(name).id}
                value={form.values[name]}
                onChange={(event) => {
                  form.set({ [name]: event.target.value });
                }}
              />
            </Field>
          ))}
        </Fields>
      </Card>
      <Line>
        <Button type="primary" htmlType="submit" loading={form.busy} disabled={!form.values.name.trim()}>
          {t(customer ? 'customer.save' : 'customer.create')}
        </Button>
        <Button onClick={onCancel}>{t('ui:cancel')}</Button>
      </Line>
    </form>
  );
}

function Contacts({ form }: { form: Form<Values> }) {
  const { t } = useTranslation('party');
  const { contacts } = form.values;
  const set = (index: number, part: Partial<Contact>) => {
    form.set({ contacts: contacts.map((contact, i) => (i === index ? { ...contact, ...part } : contact)) });
  };
  const roles = (['DECISION', 'PURCHASING', 'FINANCE', 'RECEIVING', 'OTHER'] as const).map((value) => ({
    value,
    label: serverText(`choice.role.${value}`, serverText(`choice.contact.role.${value}`, t(`role.${value}`))),
  }));
  return (
    <Card
      title={t('customer.contacts')}
      extra={
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() => {
            form.set({
              contacts: [
                ...contacts,
                { name: '', role: 'OTHER', primary: contacts.length === 0, receivesStatements: false },
              ],
            });
          }}
        >
          {t('customer.addContact')}
        </Button>
      }
    >
      <Stack>
        {contacts.map((contact, index) => (
          <Fields key={contact.id ?? index} columns={5}>
            {(['name', 'position', 'mobile', 'email'] as const).map((name) => (
              <Field key={name} label={t(`contact.${name}`)} bound={{ id: `contact-${String(index)}-${name}` }}>
                <Input
                  id={`contact-${String(index)}-${name}`}
                  value={contact[name] ?? ''}
                  status={form.error(`contacts[${String(index)}].${name}`) ? 'error' : ''}
                  onChange={(event) => {
                    set(index, { [name]: event.target.value });
                  }}
                />
              </Field>
            ))}
            <Field label={t('contact.role')}>
              <Line tight nowrap>
                <ChoiceInput
                  aria-label={t('contact.role')}
                  value={contact.role}
                  options={roles}
                  onChange={(role) => {
                    set(index, { role: role ?? 'OTHER' });
                  }}
                />
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('contact.remove', { name: contact.name })}
                  onClick={() => {
                    form.set({ contacts: contacts.filter((_, i) => i !== index) });
                  }}
                />
              </Line>
            </Field>
          </Fields>
        ))}
      </Stack>
    </Card>
  );
}

function Addresses({ form }: { form: Form<Values> }) {
  const { t } = useTranslation('party');
  const { addresses } = form.values;
  const set = (index: number, part: Partial<Address>) => {
    form.set({ addresses: addresses.map((address, i) => (i === index ? { ...address, ...part } : address)) });
  };
  return (
    <Card
      title={t('customer.addresses')}
      extra={
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() => {
            form.set({ addresses: [...addresses, { purpose: 'SHIPPING', street: '' }] });
          }}
        >
          {t('customer.addAddress')}
        </Button>
      }
    >
      <Stack>
        {addresses.map((address, index) => (
          <Fields key={address.id ?? index} columns={5}>
            <Field label={t('address.purpose')}>
              <ChoiceInput
                aria-label={t('address.purpose')}
                value={address.purpose}
                options={(['SHIPPING', 'BILLING'] as const).map((value) => ({ value, label: t(`purpose.${value}`) }))}
                onChange={(purpose) => {
                  set(index, { purpose: purpose ?? 'SHIPPING' });
                }}
              />
            </Field>
            {(['receiver', 'phone', 'city'] as const).map((name) => (
              <Field key={name} label={t(`address.${name}`)} bound={{ id: `address-${String(index)}-${name}` }}>
                <Input
                  id={`address-${String(index)}-${name}`}
                  value={address[name] ?? ''}
                  onChange={(event) => {
                    set(index, { [name]: event.target.value });
                  }}
                />
              </Field>
            ))}
            <Field label={t('address.street')} bound={{ id: `address-${String(index)}-street` }}>
              <Line tight nowrap>
                <Input
                  id={`address-${String(index)}-street`}
                  value={address.street}
                  onChange={(event) => {
                    set(index, { street: event.target.value });
                  }}
                />
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('address.remove')}
                  onClick={() => {
                    form.set({ addresses: addresses.filter((_, i) => i !== index) });
                  }}
                />
              </Line>
            </Field>
          </Fields>
        ))}
      </Stack>
    </Card>
  );
}
