import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App as AntdApp } from 'antd';
import { useEffect } from 'react';
import { get, isProblem, put } from '../lib/api';
import { addServerTexts, currentLocale, LOCALES, type Locale } from '../lib/i18n';
import { MeContext } from '../lib/session';
import { recall } from '../lib/storage';
import type { Me } from '../lib/types';
import { Failure } from '../ui/Failure';
import { Frame } from './Frame';
import { useLanguage } from './language';
import { Setup } from './Setup';
import { SignIn } from './SignIn';

async function whoAmI(): Promise<Me | null> {
  try {
    const me = await get('/me');
    // The words the pages need from the server come with the first answer, so that nothing flickers.
    addServerTexts(currentLocale(), await get(`/texts/${currentLocale()}`));
    return me;
  } catch (error) {
    if (isProblem(error, 401)) return null;
    throw error;
  }
}

/** Whether this installation has a company yet; nobody can sign in before. */
function Door() {
  const setup = useQuery({
    queryKey: ['setup'],
    queryFn: () => get('/setup'),
    staleTime: Infinity,
  });
  if (setup.isPending) return null;
  return setup.data?.needed ? <Setup /> : <SignIn />;
}

/** Lets in who is signed in; shows the door to everyone else, and brings them back where they wanted to go. */
export function Gate() {
  const me = useQuery({ queryKey: ['me'], queryFn: whoAmI, staleTime: 60_000 });
  const speak = useLanguage();
  const queries = useQueryClient();
  const wanted = me.data?.user.locale;
  useEffect(() => {
    // The language kept with the user counts on a browser where none was chosen yet.
    if (!wanted || !LOCALES.includes(wanted as Locale)) return;
    if (!recall<boolean>('localeChosen', false)) void speak(wanted as Locale);
    else if (wanted !== currentLocale()) {
      // Chosen at the door: from now on the user's own, so that the server speaks it too.
      void put('/me/preferences', { locale: currentLocale() }).then(
        () => queries.invalidateQueries(),
        () => undefined,
      );
    }
  }, [wanted, speak, queries]);

  if (me.isPending) return null;
  if (me.isError) return <Failure error={me.error} reset={() => void me.refetch()} />;
  if (!me.data) return <Door />;
  return (
    <MeContext value={me.data}>
      {/* What pages open over themselves is drawn here, where it is known who is signed in. */}
      <AntdApp component={false}>
        <Frame />
      </AntdApp>
    </MeContext>
  );
}
