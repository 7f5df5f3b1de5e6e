import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey, post } from '../lib/api';
import { currentLocale, LOCALES, type Locale } from '../lib/i18n';
import { MeContext } from '../lib/session';
import type { Me } from '../lib/types';
import { ApprovalCase } from '../ui/ApprovalCase';
import { Card, Line, Stack } from '../ui/layout';
import { problemText } from '../ui/problems';
import { useLanguage } from './language';

type How = 'approve' | 'reject' | 'return';

/** The page behind a link in a mail: shows the card, and decides only when a button is pressed. The token stays in the browser's address. */
export function DecideByLink() {
  const { t } = useTranslation('app');
  const speak = useLanguage();
  const token = window.location.hash.slice(1);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ good: boolean; words: string } | null>(null);
  const query = useQuery({
    queryKey: ['link', token],
    queryFn: () => post('/approval-links/card', { token }),
    retry: false,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const language = query.data?.language;
  useEffect(() => {
    if (language && LOCALES.includes(language as Locale) && language !== currentLocale())
      void speak(language as Locale);
  }, [language, speak]);
  const decide = (decision: How) => {
    setBusy(true);
    post('/approval-links/decision', { token, decision, reason: reason.trim() || null }, { key: newKey() })
      .then(
        (decided) => {
          setSaid({
            good: decided.state !== 'VOID',
            words: decided.message ?? t(`byLink.${decided.state}`, { defaultValue: t('byLink.PENDING') }),
          });
        },
        (error: unknown) => {
          setSaid({ good: false, words: problemText(error) });
        },
      )
      .finally(() => {
        setBusy(false);
      });
  };
  const found = query.data;
  const reader: Me | null = found
    ? {
        user: { id: '', name: found.name, login: '', locale: found.language },
        company: {
          id: 0,
          name: '',
          baseCurrency: found.card.currency ?? '',
          timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          taxInclusive: true,
          priceDecimals: 2,
          quantityDecimals: 2,
          deliveriesNeedNotice: false,
        },
        companies: [],
        rights: [],
        today: '',
        preferences: null,
      }
    : null;
  const decided = said?.good === true;
  return (
    <main className="oa-main" style={{ maxWidth: 900, margin: '0 auto' }}>
      <div className="oa-brand">
        <img src="/icon.svg" alt="" />
        OnAccount 赊销通
      </div>
      {query.isError && <Alert type="error" showIcon title={problemText(query.error)} />}
      {said && <Alert type={said.good ? 'success' : 'warning'} showIcon title={said.words} />}
      {found && reader && (
        <MeContext value={reader}>
          <ApprovalCase card={found.card} />
          {!decided && (
            <Card>
              <Stack>
                <div>{t('byLink.inTheNameOf', { name: found.name })}</div>
                <Input.TextArea
                  autoSize={{ minRows: 2 }}
                  aria-label={t('byLink.reason')}
                  placeholder={t('byLink.reason')}
                  value={reason}
                  onChange={(event) => {
                    setReason(event.target.value);
                  }}
                />
                <Line>
                  {(['approve', 'reject', 'return'] as const).map((how) => (
                    <Button
                      key={how}
                      type={how === 'approve' ? 'primary' : 'default'}
                      danger={how === 'reject'}
                      disabled={how !== 'approve' && !reason.trim()}
                      loading={busy}
                      onClick={() => {
                        decide(how);
                      }}
                    >
                      {t(`byLink.${how}`)}
                    </Button>
                  ))}
                </Line>
              </Stack>
            </Card>
          )}
        </MeContext>
      )}
    </main>
  );
}
