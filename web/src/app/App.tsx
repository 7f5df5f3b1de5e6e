import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App as AntdApp, ConfigProvider } from 'antd';
import type { Locale as AntdLocale } from 'antd/es/locale';
import { useCallback, useState } from 'react';
import { get, isProblem, whenSignedOut } from '../lib/api';
import { changeTexts, currentLocale, type Locale } from '../lib/i18n';
import { antdTheme } from '../ui/theme';
import { LanguageContext } from './language';
import { loadLocale } from './locales';
import { useThemeChoice } from './preferences';
import { router } from './router';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      // A refusal doesn't become a yes by asking again; only a lost connection or a busy server might.
      retry: (count, error) => count < 2 && (!isProblem(error) || error.status === 0 || error.status >= 502),
    },
  },
});

whenSignedOut(() => {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
  queries.setQueryData(['me'], null);
});

export function App({ antd: first }: { antd: AntdLocale }) {
  const { mode } = useThemeChoice();
  const [antd, setAntd] = useState(first);
  const speak = useCallback(async (locale: Locale) => {
    if (locale === currentLocale()) return;
    const loaded = await loadLocale(locale);
    const server = await get(`/texts/${locale}`).catch(() => ({}));
    await changeTexts(locale, loaded.texts, server);
    setAntd(loaded.antd);
    // Labels and messages from the server are in the old language.
    await queries.invalidateQueries();
  }, []);

  return (
    <ConfigProvider locale={antd} theme={antdTheme(mode)} button={{ autoInsertSpace: false }}>
      <AntdApp>
        <LanguageContext value={speak}>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </LanguageContext>
      </AntdApp>
    </ConfigProvider>
  );
}
