import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Checkbox, Input, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, url, type Schema } from '../lib/api';
import { StatusTag } from './cells';
import { Failure } from './Failure';
import { Field, Fields } from './form';
import { Line, Stack } from './layout';
import { problemText } from './problems';

type Proposal = Schema<'document.RecordMails.Proposal'>;

const LANGUAGES = ['zh-CN', 'en'] as const;

/** A mail about a record, to be looked over before it is sent: receivers, subject, text, what goes along. */
export default function MailDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('ui');
  const [language, setLanguage] = useState<string | null>(null);
  const draft = useQuery({
    queryKey: ['record', id, 'mail-draft', language],
    queryFn: () => get(`/records/${id}/mail-draft`, language ? { language } : {}),
    staleTime: 0,
    gcTime: 0,
  });
  if (draft.isError || !draft.data) {
    return (
      <Modal open title={t('mail.send')} footer={null} onCancel={onClose} loading={draft.isPending}>
        {draft.isError && <Failure error={draft.error} reset={() => void draft.refetch()} />}
      </Modal>
    );
  }
  return <Letter key={draft.data.language} id={id} draft={draft.data} onLanguage={setLanguage} onClose={onClose} />;
}

function Letter({
  id,
  draft,
  onLanguage,
  onClose,
}: {
  id: string;
  draft: Proposal;
  onLanguage: (language: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('ui');
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [to, setTo] = useState(draft.receivers.filter((one) => one.chosen).map((one) => one.address));
  const [subject, setSubject] = useState(draft.subject);
  const [text, setText] = useState(draft.text);
  const [pdf, setPdf] = useState(draft.printable);
  const [excel, setExcel] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [key] = useState(newKey);
  const send = () => {
    setBusy(true);
    setWrong(null);
    post(
      `/records/${id}/mails`,
      {
        to: to.map((address) => ({
          address,
          name: draft.receivers.find((one) => one.address === address)?.name ?? null,
        })),
        language: draft.language,
        subject,
        text,
        pdf,
        excel,
      },
      { key },
    ).then(
      () => {
        void message.success(t('mail.queued'));
        void queries.invalidateQueries({ queryKey: ['record', id] });
        void queries.invalidateQueries({ queryKey: ['mails'] });
        onClose();
      },
      (error: unknown) => {
        setBusy(false);
        setWrong(problemText(error));
      },
    );
  };
  return (
    <Modal
      open
      width={640}
      title={t('mail.title', { number: draft.number })}
      okText={t('mail.send')}
      okButtonProps={{ loading: busy, disabled: to.length === 0 || !subject.trim() || !text.trim() }}
      onOk={send}
      onCancel={onClose}
    >
      <Stack>
        {wrong && <Alert type="error" showIcon title={wrong} />}
        <Segmented
          aria-label={t('mail.language')}
          value={draft.language}
          options={LANGUAGES.map((value) => ({ value, label: t(`mail.${value}`) }))}
          onChange={onLanguage}
        />
        <Fields columns={1}>
          <Field
            label={t('mail.to')}
            bound={{ id: 'mail-to' }}
            help={draft.receivers.length === 0 ? t('mail.noContacts') : t('mail.toHelp')}
            must
          >
            <Select
              id="mail-to"
              mode="tags"
              style={{ width: '100%' }}
              value={to}
              onChange={setTo}
              tokenSeparators={[',', ';', ' ', '，', '；']}
              options={draft.receivers
                .filter((one) => one.usable)
                .map((one) => ({
                  value: one.address,
                  label: (
                    <Line tight>
                      <span>{one.name}</span>
                      <span className="oa-mute">{one.address}</span>
                      {one.bad && <StatusTag tone="red">{t('mail.bad')}</StatusTag>}
                    </Line>
                  ),
                }))}
              labelRender={({ value }) => value}
            />
          </Field>
          {draft.receivers
            .filter((one) => one.bad && to.includes(one.address))
            .map((one) => (
              <Alert key={one.address} type="warning" showIcon title={`${one.address}: ${one.bad ?? ''}`} />
            ))}
          <Field label={t('mail.subject')} bound={{ id: 'mail-subject' }} must>
            <Input
              id="mail-subject"
              value={subject}
              maxLength={200}
              onChange={(event) => {
                setSubject(event.target.value);
              }}
            />
          </Field>
          <Field
            label={t('mail.text')}
            bound={{ id: 'mail-text' }}
            help={draft.linked ? t('mail.linkHelp', { link: '{{link}}' }) : undefined}
            must
          >
            <Input.TextArea
              id="mail-text"
              autoSize={{ minRows: 8, maxRows: 16 }}
              value={text}
              maxLength={20000}
              onChange={(event) => {
                setText(event.target.value);
              }}
            />
          </Field>
        </Fields>
        {draft.printable && (
          <Line>
            <Checkbox
              checked={pdf}
              onChange={(event) => {
                setPdf(event.target.checked);
              }}
            >
              {t('mail.pdf')}
            </Checkbox>
            {draft.excel && (
              <Checkbox
                checked={excel}
                onChange={(event) => {
                  setExcel(event.target.checked);
                }}
              >
                {t('mail.excel')}
              </Checkbox>
            )}
            <a
              href={url(`/records/${id}/print`, { language: draft.language, format: 'pdf' })}
              target="_blank"
              rel="noopener"
            >
              {t('mail.preview')}
            </a>
          </Line>
        )}
      </Stack>
    </Modal>
  );
}
