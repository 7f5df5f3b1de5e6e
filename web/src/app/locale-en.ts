import antd from 'antd/es/locale/en_US';
import type { Texts } from '../lib/i18n';

export const texts = import.meta.glob<Texts>('/src/*/texts.en.json', { eager: true, import: 'default' });
export { antd };
