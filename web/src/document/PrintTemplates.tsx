import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Segmented, Select, Tag } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newKey, post, put, read, remove, type Got, type Schema } from '../lib/api';
import { useQueryParams } from '../lib/route';
import { useCan } from '../lib/session';
import { AskedButton } from '../ui/form';
import { Instant } from '../ui/cells';
import { Failure } from '../ui/Failure';
import { Card, Columns, Line, Stack } from '../ui/layout';
import { problemText } from '../ui/problems';
import { useNavigate } from '@tanstack/react-router';

type Template = Got<`/print-templates/${string}`>;
type PrintField = Schema<'document.FieldView'>;
type Paper = Schema<'document.TemplateBody'>['paper'];

const PAPERS: Paper[] = ['A4', 'A4_LANDSCAPE', 'A5', 'A5_LANDSCAPE', 'FORM_HALF', 'FORM_THIRD'];
const LANGUAGES = ['zh-CN', 'en'] as const;

/** The company's templates: choose kind and language, change the template, see the page. */
export function PrintTemplates() {
  const { t, i18n } = useTranslation('document');
  const search = useQueryParams();
  const navigate = useNavigate();
  const language = search['language'] ?? i18n.language;
  const list = useQuery({ queryKey: ['print-templates'], queryFn: () => get('/print-templates') });
  const kinds = [...new Map((list.data ?? []).map((head) => [head.kind, head.kindTitle]))];
  const kind = search['kind'] ?? (kinds.some(([name]) => name === 'sales-order') ? 'sales-order' : kinds[0]?.[0]);
  const template = useQuery({
    queryKey: ['print-templates', kind, language],
    queryFn: async () => {
      const { data, version } = await read(`/print-templates/${kind ?? ''}`, { language });
      return { data, version: version ?? '0' };
    },
    enabled: kind !== undefined,
  });
  const go = (next: { kind?: string | undefined; language?: string }) => {
    void navigate({ to: '/settings/print-templates', search: { kind, language, ...next } as never });
  };
  const failed = list.error ?? template.error;
  if (failed) return <Failure error={failed} reset={() => void template.refetch()} />;
  return (
    <Stack>
      <Card>
        <Stack tight>
          <h1>{t('print.title')}</h1>
          <div className="oa-mute">{t('print.what')}</div>
          <Line>
            <Select
              aria-label={t('print.kind')}
              value={kind ?? null}
              style={{ minWidth: 180 }}
              options={kinds.map(([value, label]) => ({ value, label }))}
              onChange={(value) => {
                go({ kind: value });
              }}
            />
            <Segmented
              aria-label={t('print.language')}
              value={language}
              options={LANGUAGES.map((value) => ({ value, label: t(`print.${value}`) }))}
              onChange={(value) => {
                go({ language: value });
              }}
            />
          </Line>
        </Stack>
      </Card>
      {template.data && kind && (
        <Editor
          key={`${kind} ${language} ${template.data.version}`}
          kind={kind}
          language={language}
          template={template.data.data}
          version={template.data.version}
        />
      )}
    </Stack>
  );
}

function Editor({
  kind,
  language,
  template,
  version,
}: {
  kind: string;
  language: string;
  template: Template;
  version: string;
}) {
  const { t } = useTranslation('document');
  const may = useCan();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const area = useRef<TextAreaRef>(null);
  const [body, setBody] = useState(template.body);
  const [paper, setPaper] = useState<Paper>(template.head.paper);
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState<{ number: string; html: string } | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const disabled = !may('print-template.edit');
  useEffect(() => {
    let left = false;
    const timer = setTimeout(() => {
      post(`/print-templates/${kind}/preview?language=${language}` as `/print-templates/${string}/preview`, {
        body,
        paper,
      }).then(
        (preview) => {
          if (left) return;
          setShown(preview);
          setWrong(null);
        },
        (error: unknown) => {
          if (!left) setWrong(problemText(error));
        },
      );
    }, 400);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [body, paper, kind, language]);
  const run = (work: Promise<unknown>) => {
    setBusy(true);
    work
      .then(
        () => {
          void message.success(t('print.saved'));
          void queries.invalidateQueries({ queryKey: ['print-templates'] });
        },
        (error: unknown) => {
          setWrong(problemText(error));
        },
      )
      .finally(() => {
        setBusy(false);
      });
  };
  const insert = (text: string) => {
    const box = area.current?.resizableTextArea?.textArea;
    const at = box?.selectionStart ?? body.length;
    setBody(body.slice(0, at) + text + body.slice(box?.selectionEnd ?? at));
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(at + text.length, at + text.length);
    });
  };
  const path = `/print-templates/${kind}?language=${language}` as `/print-templates/${string}`;
  const pdf = () => {
    post(`/print-templates/${kind}/preview/pdf?language=${language}` as `/print-templates/${string}/preview/pdf`, {
      body,
      paper,
    }).then(
      (content) => {
        window.open(URL.createObjectURL(content as unknown as Blob), '_blank', 'noopener');
      },
      (error: unknown) => {
        setWrong(problemText(error));
      },
    );
  };
  return (
    <>
      <Columns>
        <Card
          title={t('print.template')}
          extra={
            <Tag>
              {template.head.own
                ? t('print.own', { version: template.head.version, who: template.head.savedBy })
                : t('print.ready')}
            </Tag>
          }
        >
          <Stack tight>
            <Line>
              <Select
                aria-label={t('print.paper')}
                value={paper}
                disabled={disabled}
                style={{ minWidth: 150 }}
                options={PAPERS.map((value) => ({ value, label: t(`print.${value}`) }))}
                onChange={setPaper}
              />
              {!disabled && (
                <Button
                  type="primary"
                  loading={busy}
                  disabled={body === template.body && paper === template.head.paper}
                  onClick={() => {
                    run(put(path, { body, paper }, { version, key: newKey() }));
                  }}
                >
                  {t('print.save')}
                </Button>
              )}
              {!disabled && template.head.own && (
                <AskedButton
                  title={t('print.resetTitle')}
                  text={t('print.resetText')}
                  label={t('print.reset')}
                  run={async () => {
                    await remove(path, { version, key: newKey() });
                    void message.success(t('print.saved'));
                    await queries.invalidateQueries({ queryKey: ['print-templates'] });
                  }}
                />
              )}
            </Line>
            {wrong && <Alert type="error" showIcon title={wrong} />}
            <Input.TextArea
              ref={area}
              className="oa-code"
              aria-label={t('print.template')}
              autoSize={{ minRows: 18, maxRows: 36 }}
              spellCheck={false}
              readOnly={disabled}
              value={body}
              onChange={(event) => {
                setBody(event.target.value);
              }}
            />
          </Stack>
        </Card>
        <Card
          title={shown ? t('print.previewOf', { number: shown.number }) : t('print.preview')}
          extra={<Button onClick={pdf}>{t('print.pdf')}</Button>}
        >
          {/* Nothing runs in it, and it can't reach this page. */}
          <iframe className="oa-paper" title={t('print.preview')} sandbox="" srcDoc={shown?.html ?? ''} />
        </Card>
      </Columns>
      <Columns>
        <Card title={t('print.fields')}>
          <Stack tight>
            <div className="oa-mute oa-small">{t('print.fieldsWhat', { open: '{{', close: '}}' })}</div>
            <FieldList fields={template.fields} insert={disabled ? null : insert} />
          </Stack>
        </Card>
        <Card title={t('print.versions')}>
          {template.versions.length === 0 && <span className="oa-mute">{t('print.noVersions')}</span>}
          <Stack tight>
            {template.versions.map((saved) => (
              <Line key={saved.version} between>
                <span>
                  {t('print.version', { version: saved.version })} · {saved.own ? saved.savedBy : t('print.ready')} ·{' '}
                  <Instant value={saved.savedAt} />
                </span>
                <Button
                  size="small"
                  onClick={() => {
                    get(`/print-templates/${kind}/versions/${String(saved.version)}`, { language }).then(
                      (old) => {
                        setBody(old.body ?? template.ready);
                        setPaper(old.paper);
                      },
                      (error: unknown) => {
                        setWrong(problemText(error));
                      },
                    );
                  }}
                >
                  {t('print.load')}
                </Button>
              </Line>
            ))}
          </Stack>
        </Card>
      </Columns>
    </>
  );
}

/** The fields as buttons that put themselves into the template; those of a list stand behind it. */
function FieldList({ fields, insert }: { fields: readonly PrintField[]; insert: ((text: string) => void) | null }) {
  const button = (field: PrintField) => (
    <Button
      key={field.name}
      size="small"
      title={field.name}
      disabled={!insert}
      onClick={() =>
        insert?.(field.type === 'LINES' ? `{{#${field.name}}}\n\n{{/${field.name}}}` : `{{${field.name}}}`)
      }
    >
      {field.label}
    </Button>
  );
  return (
    <Stack tight>
      <Line tight>{fields.filter((field) => field.type !== 'LINES').map(button)}</Line>
      {fields
        .filter((field) => field.type === 'LINES')
        .map((list) => (
          <Line key={list.name} tight>
            {button(list)}
            {list.lines.map(button)}
          </Line>
        ))}
    </Stack>
  );
}
