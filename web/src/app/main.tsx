import { createRoot } from 'react-dom/client';
import { rememberedLocale, startTexts } from '../lib/i18n';
import { applyPalette } from '../ui/theme';
import '../ui/ui.css';
import { App } from './App';
import { loadLocale } from './locales';
import { modeNow } from './preferences';

applyPalette(modeNow());
const locale = rememberedLocale();
const { texts, antd } = await loadLocale(locale);
await startTexts(locale, texts);

const root = document.getElementById('root');
if (root) createRoot(root).render(<App antd={antd} />);
