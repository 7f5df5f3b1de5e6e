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
    {
      'company.name': '',
      currency: 'CNY' as string | null,
      'administrator.name': '',
      'administrator.login': 'admin',
      'administrator.password': '',
    },
    async ({ currency, ...typed }) => {
      const login = typed['administrator.login'].trim().toLowerCase();
      const password = typed['administrator.password'];
      await post('/setup', {
        company: { name: typed['company.name'].trim(), baseCurrency: currency },
        administrator: { name: typed['administrator.name'].trim(), login, password },
        locale: currentLocale(),
      });
      await post('/session', { login, password });
      await queries.invalidateQueries();
    },
  );
  const text = (name: 'company.name' | 'administrator.name' | 'administrator.login', autoComplete: string) => {
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
  const { onChange: setPassword, ...password } = form.bind('administrator.password');
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
            <Field label={t('setup.company')} bound={form.bind('company.name')} form={form} name="company.name" must>
              {text('company.name', 'organization')}
            </Field>
            <Field label={t('setup.currency')} bound={form.bind('currency')} help={t('setup.currencyHelp')}>
              <ChoiceInput
                {...form.bind('currency')}
                options={CURRENCIES.map((code) => ({ value: code, label: code }))}
              />
            </Field>
            <Field
              label={t('setup.name')}
              bound={form.bind('administrator.name')}
              form={form}
              name="administrator.name"
              must
            >
              {text('administrator.name', 'name')}
            </Field>
            <Field
              label={t('signIn.login')}
              bound={form.bind('administrator.login')}
              form={form}
              name="administrator.login"
              must
            >
              {text('administrator.login', 'username')}
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
              disabled={Object.values(form.values).some((value) => !value?.trim())}
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
