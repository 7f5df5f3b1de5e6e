import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api';
import { Card } from '../ui/layout';
import { Link } from '../ui/Link';
import { problemText } from '../ui/problems';
import { LanguageLink } from './LanguageLink';

export function SignIn() {
  const { t } = useTranslation('app');
  const queries = useQueryClient();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const enter = useMutation({
    mutationFn: () => post('/session', { login: login.trim(), password }),
    onSuccess: () => queries.invalidateQueries(),
    onError: () => {
      setPassword('');
    },
  });
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
            onSubmit={(event: FormEvent) => {
              event.preventDefault();
              enter.mutate();
            }}
          >
            <h1>{t('signIn.title')}</h1>
            {enter.isError && <Alert type="error" showIcon title={problemText(enter.error)} />}
            <div className="oa-field">
              <label htmlFor="login">{t('signIn.login')}</label>
              <Input
                id="login"
                name="username"
                autoComplete="username"
                autoFocus
                value={login}
                onChange={(event) => {
                  setLogin(event.target.value);
                }}
              />
            </div>
            <div className="oa-field">
              <label htmlFor="password">{t('signIn.password')}</label>
              <Input.Password
                id="password"
                name="password"
                autoComplete="current-password"
                value={password}
                onChange={(event) => {
                  setPassword(event.target.value);
                }}
              />
            </div>
            <Button
              type="primary"
              htmlType="submit"
              block
              loading={enter.isPending}
              disabled={!login.trim() || !password}
            >
              {t('signIn.enter')}
            </Button>
            <Link to="/forgot-password">{t('signIn.forgot')}</Link>
          </form>
        </Card>
        <LanguageLink />
      </div>
    </main>
  );
}
