import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { currentLocale, type Locale } from '../lib/i18n';
import { remember } from '../lib/storage';
import { Line } from '../ui/layout';
import { useLanguage } from './language';

/** Below the doors: our promise, and the other language. */
export function LanguageLink() {
  const { t } = useTranslation('app');
  const speak = useLanguage();
  const other: Locale = currentLocale() === 'en' ? 'zh-CN' : 'en';
  return (
    <Line between>
      <span className="oa-mute oa-promise">{t('signIn.promise')}</span>
      <Button
        type="link"
        size="small"
        onClick={() => {
          remember('localeChosen', true);
          void speak(other);
        }}
      >
        {other === 'en' ? 'English' : '中文'}
      </Button>
    </Line>
  );
}
