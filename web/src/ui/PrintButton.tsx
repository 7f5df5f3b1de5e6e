import { PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { get, url } from '../lib/api';
import { usePhone } from '../lib/media';
import { useCan } from '../lib/session';

/** Prints a document as PDF, or hands it over as Excel; nothing for kinds that don't go outward. */
export function PrintButton({ id, kind }: { id: string; kind: string }) {
  const { t, i18n } = useTranslation('ui');
  const may = useCan();
  const phone = usePhone();
  const { data } = useQuery({
    queryKey: ['printable-kinds'],
    queryFn: () => get('/printable-kinds'),
    staleTime: Infinity,
  });
  // A test's server may answer with less than the API promises.
  const kinds = (data as { kinds?: string[] } | undefined)?.kinds ?? [];
  if (!kinds.includes(kind)) return null;
  const link = (language: string, format: string, label: string) => ({
    key: `${language}-${format}`,
    label: (
      <a href={url(`/records/${id}/print`, { language, format })} target="_blank" rel="noopener">
        {label}
      </a>
    ),
  });
  const chinese = link('zh-CN', 'pdf', t('document.printChinese'));
  const english = link('en', 'pdf', t('document.printEnglish'));
  const pages = i18n.language === 'en' ? [english, chinese] : [chinese, english];
  const excel = may(`${kind}.export`) ? [link(i18n.language, 'xlsx', t('document.printExcel'))] : [];
  return (
    <Dropdown trigger={['click']} menu={{ items: [...pages, ...excel] }}>
      <Button icon={<PrinterOutlined />} aria-label={t('document.print')}>
        {phone ? null : t('document.print')}
      </Button>
    </Dropdown>
  );
}
