import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { currentLocale } from '../lib/i18n';
import { ChoiceInput } from '../ui/inputs';
import { Field, useForm } from '../ui/form';
import { Card, Mute } from '../ui/layout';
import { LanguageLink } from './LanguageLink';

const CURRENCIES = ['CNY', 'HKD', 'USD', 'EUR', 'GBP', 'JPY'] as const;

/** The first start of an empty installation: the company, its administrator, and in. */
export function Setup() {
  const { t } = useTranslation('app');
  const queries = useQueryClient();
  const form = useForm(
    { company: '', currency: 'CNY' as string | null, name: '', login: 'admin', password: '' },
    async ({ company, currency, name, login, password }) => {
      await post('/setup', {
        company: { name: company.trim(), baseCurrency: currency },
        administrator: { name: name.trim(), login: login.trim().toLowerCase(), password },
        locale: currentLocale(),
      });
      await post('/session', { login: login.trim().toLowerCase(), password });
      await queries.invalidateQueries();
    },
  );
  const text = (name: 'company' | 'name' | 'login', autoComplete: string) => {
    const { onChange, ...bound } = form.bind(name);
    return (
      <Input
        {...bound}
        autoComplete={autoComplete}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    );
  };
  const { onChange: setPassword, ...password } = form.bind('password');
  const { company, name, login, password: secret } = form.values;
  return (
    <main className="oa-door">
      <div className="box">
        <div className="oa-brand">
          <img src="/icon.svg" alt="" />
          OnAccount 赊销通
        </div>
        <Card>
          <form
            className="oa-stack"
            onSubmit={(event) => {
              event.preventDefault();
              void form.submit();
            }}
          >
            <h1>{t('setup.title')}</h1>
            <Mute>{t('setup.text')}</Mute>
            {form.general && <Alert type="error" showIcon title={form.general} />}
            <Field label={t('setup.company')} bound={form.bind('company')} form={form} name="company.name" must>
              {text('company', 'organization')}
            </Field>
            <Field label={t('setup.currency')} bound={form.bind('currency')} help={t('setup.currencyHelp')}>
              <ChoiceInput
                {...form.bind('currency')}
                options={CURRENCIES.map((code) => ({ value: code, label: code }))}
              />
            </Field>
            <Field label={t('setup.name')} bound={form.bind('name')} form={form} name="administrator.name" must>
              {text('name', 'name')}
            </Field>
            <Field label={t('signIn.login')} bound={form.bind('login')} form={form} name="administrator.login" must>
              {text('login', 'username')}
            </Field>
            <Field
              label={t('signIn.password')}
              bound={password}
              form={form}
              name="administrator.password"
              help={t('setup.passwordHelp')}
              must
            >
              <Input.Password
                {...password}
                autoComplete="new-password"
                onChange={(event) => {
                  setPassword(event.target.value);
                }}
              />
            </Field>
            <Button
              type="primary"
              htmlType="submit"
              block
              loading={form.busy}
              disabled={!company.trim() || !name.trim() || !login.trim() || !secret}
            >
              {t('setup.begin')}
            </Button>
          </form>
        </Card>
        <LanguageLink />
      </div>
    </main>
  );
}
