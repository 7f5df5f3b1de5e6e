import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem, post } from '../lib/api';
import { LOCALES, type Locale } from '../lib/i18n';
import { recall } from '../lib/storage';
import { Field, useForm } from '../ui/form';
import { Card, Mute, Stack } from '../ui/layout';
import { Link } from '../ui/Link';
import { problemText } from '../ui/problems';
import { useLanguage } from './language';
import { LanguageLink } from './LanguageLink';

function Door({ children }: { children: ReactNode }) {
  return (
    <main className="oa-door">
      <div className="box">
        <div className="oa-brand">
          <img src="/icon.svg" alt="" />
          OnAccount 赊销通
        </div>
        <Card>{children}</Card>
        <LanguageLink />
      </div>
    </main>
  );
}

/** Asks for a link to set a new password; what is answered is the same whoever is named. */
export function ForgotPassword() {
  const { t } = useTranslation('app');
  const [asked, setAsked] = useState(false);
  const form = useForm({ who: '' }, async ({ who }) => {
    await post('/password-links', { who: who.trim() });
    setAsked(true);
  });
  const { onChange, ...who } = form.bind('who');
  return (
    <Door>
      <form
        className="oa-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        <h1>{t('password.forgotTitle')}</h1>
        {form.general && <Alert type="error" showIcon title={form.general} />}
        {asked ? (
          <>
            <Alert type="success" showIcon title={t('password.asked')} />
            <Mute>{t('password.nothingComes')}</Mute>
          </>
        ) : (
          <>
            <Mute>{t('password.forgotText')}</Mute>
            <Field label={t('password.who')} bound={who} form={form} name="who">
              <Input
                {...who}
                name="username"
                autoComplete="username"
                autoFocus
                onChange={(event) => {
                  onChange(event.target.value);
                }}
              />
            </Field>
            <Button type="primary" htmlType="submit" block loading={form.busy} disabled={!form.values.who.trim()}>
              {t('password.ask')}
            </Button>
          </>
        )}
        <Link to="/">{t('password.back')}</Link>
      </form>
    </Door>
  );
}

/** The page behind the link in the mail. The token stays in the browser's address. */
export function NewPassword() {
  const { t } = useTranslation('app');
  const queries = useQueryClient();
  const speak = useLanguage();
  const token = window.location.hash.slice(1);
  const [done, setDone] = useState(false);
  const card = useQuery({
    queryKey: ['password-link', token],
    queryFn: () => post('/password-links/card', { token }),
    retry: false,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    enabled: !done,
  });
  const language = card.data?.language;
  useEffect(() => {
    // The language kept with the user counts on a browser where none was chosen yet.
    if (LOCALES.includes(language as Locale) && !recall<boolean>('localeChosen', false)) void speak(language as Locale);
  }, [language, speak]);
  const form = useForm({ password: '' }, async ({ password }) => {
    await post('/password-links/password', { token, password });
    setDone(true);
    // Whoever was signed in here as this person is so no longer.
    await queries.invalidateQueries({ queryKey: ['me'] });
  });
  const { onChange, ...password } = form.bind('password');
  if (card.isPending) return null;
  return (
    <Door>
      <form
        className="oa-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        <h1>{t('password.newTitle')}</h1>
        {form.general && <Alert type="error" showIcon title={form.general} />}
        {done && (
          <Stack>
            <Alert type="success" showIcon title={t('password.done')} />
            <Link to="/">{t('password.signIn')}</Link>
          </Stack>
        )}
        {!done && card.isError && (
          <Stack>
            <Alert
              type="error"
              showIcon
              title={isProblem(card.error, 404) ? t('password.over') : problemText(card.error)}
            />
            <Link to="/forgot-password">{t('password.askAgain')}</Link>
          </Stack>
        )}
        {!done && card.data && (
          <>
            <Mute>{t('password.newText', { name: card.data.name, login: card.data.login })}</Mute>
            {/* By which a password manager knows whose password it keeps. */}
            <input type="text" name="username" autoComplete="username" value={card.data.login} readOnly hidden />
            <Field
              label={t('password.new')}
              bound={password}
              form={form}
              name="password"
              help={t('setup.passwordHelp')}
              must
            >
              <Input.Password
                {...password}
                autoComplete="new-password"
                autoFocus
                onChange={(event) => {
                  onChange(event.target.value);
                }}
              />
            </Field>
            <Button type="primary" htmlType="submit" block loading={form.busy} disabled={!form.values.password}>
              {t('password.set')}
            </Button>
          </>
        )}
      </form>
    </Door>
  );
}
