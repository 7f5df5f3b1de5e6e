import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '../lib/api';

/** Payment terms one may choose from, each with what it means. */
export function usePaymentTerms(): { value: string; label: string; example: { from: string; due: string } }[] {
  const { i18n } = useTranslation('ui');
  const terms = useQuery({
    queryKey: ['payment-terms', 'choices'],
    queryFn: () => get('/payment-terms/choices'),
    staleTime: 300_000,
  });
  return (terms.data?.terms ?? []).map(({ term, words, exampleFrom, exampleDue }) => {
    const name = i18n.language === 'en' ? term.nameEn : term.name;
    return {
      value: term.id,
      label: name === words ? name : `${name} · ${words}`,
      example: { from: exampleFrom, due: exampleDue },
    };
  });
}
