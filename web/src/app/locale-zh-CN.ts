import antd from 'antd/es/locale/zh_CN';
import type { Texts } from '../lib/i18n';

export const texts = import.meta.glob<Texts>('/src/*/texts.zh-CN.json', { eager: true, import: 'default' });
export { antd };
