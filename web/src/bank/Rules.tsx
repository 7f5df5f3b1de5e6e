import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, put } from '../lib/api';
import { serverText } from '../lib/i18n';
import { useCan } from '../lib/session';
import { problemText } from '../ui/problems';
import { Card, Line, Mute, Stack } from '../ui/layout';
import { SimpleRecords } from '../ui/SimpleRecords';
import type { Settings } from './types';
import { BOOKS } from './Worklist';

/** What lines with certain words are, and how much is booked by itself. */
export function Rules() {
  const { t } = useTranslation('bank');
  const settings = useQuery({ queryKey: ['bank', 'settings'], queryFn: () => get('/bank-settings') });
  return (
    <Stack>
      {settings.data && <How key={settings.data.version} settings={settings.data} />}
      <SimpleRecords
        list="bank-rules"
        kind="bank-rule"
        fields={[
          { name: 'name', label: t('rule.name'), must: true },
          { name: 'words', label: t('rule.words'), must: true },
          {
            name: 'direction',
            label: t('rule.direction'),
            must: true,
            choices: (['IN', 'OUT', 'BOTH'] as const).map((value) => ({
              value,
              label: serverText(`choice.bank-rule.direction.${value}`, value),
            })),
          },
          {
            name: 'account',
            label: t('work.books'),
            must: true,
            choices: BOOKS.map((value) => ({ value, label: serverText(`choice.books.${value}`, value) })),
          },
          { name: 'active', label: t('rule.active'), flag: true },
        ]}
        texts={{
          create: t('rule.new'),
          save: t('rule.save'),
          empty: { title: t('rule.none'), text: t('rule.noneText') },
        }}
      />
    </Stack>
  );
}

function How({ settings }: { settings: Settings }) {
  const { t } = useTranslation('bank');
  const may = useCan()('bank-rule.edit');
  const queries = useQueryClient();
  const [values, setValues] = useState(settings);
  const [failure, setFailure] = useState<unknown>(null);
  const changed = values !== settings;
  return (
    <Card title={t('settings.title')}>
      <Stack tight>
        {failure !== null && <Alert type="error" showIcon title={problemText(failure)} />}
        <Checkbox
          disabled={!may}
          checked={values.atOnce}
          onChange={(event) => {
            setValues({ ...values, atOnce: event.target.checked });
          }}
        >
          {t('settings.atOnce')}
        </Checkbox>
        <Checkbox
          disabled={!may}
          checked={values.automatic}
          onChange={(event) => {
            setValues({ ...values, automatic: event.target.checked });
          }}
        >
          {t('settings.automatic')}
        </Checkbox>
        <Line>
          <label htmlFor="bank-threshold">{t('settings.threshold')}</label>
          <InputNumber
            id="bank-threshold"
            disabled={!may}
            min={50}
            max={100}
            value={values.threshold}
            onChange={(value) => {
              if (value !== null) setValues({ ...values, threshold: value });
            }}
          />
          {changed && (
            <Button
              type="primary"
              onClick={() => {
                put(
                  '/bank-settings',
                  { atOnce: values.atOnce, automatic: values.automatic, threshold: values.threshold },
                  { version: settings.version },
                ).then(
                  () => {
                    setFailure(null);
                    void queries.invalidateQueries({ queryKey: ['bank'] });
                  },
                  (error: unknown) => {
                    setFailure(error);
                  },
                );
              }}
            >
              {t('rule.save')}
            </Button>
          )}
        </Line>
        <Mute>{t('settings.what')}</Mute>
      </Stack>
    </Card>
  );
}
