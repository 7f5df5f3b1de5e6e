import { CalendarOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Input, Popover, Select } from 'antd';
import { useState, type FocusEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { monthStart, parseDate, plusDays, plusMonths, weekday, type IsoDate } from '../lib/dates';
import { formatPrice, formatQuantity, parseFigure, type Decimal } from '../lib/money';
import { useMe } from '../lib/session';

interface FieldProps<T> {
  id?: string;
  value: T;
  onChange: (value: T) => void;
  disabled?: boolean;
  placeholder?: string;
  status?: 'error' | '';
  'aria-label'?: string;
  'aria-describedby'?: string;
  autoFocus?: boolean;
}

/**
 * A figure as people type it (12万, 3.5k, 1200*0.98). While the field is left alone it shows thousands; what can't be
 * read stays as typed and is marked, nothing is guessed.
 */
export function FigureInput({
  value,
  onChange,
  kind = 'amount',
  currency,
  suffix,
  status,
  ...rest
}: FieldProps<Decimal | null> & { kind?: 'amount' | 'quantity'; currency?: string | null; suffix?: string }) {
  const { t } = useTranslation('ui');
  const [typed, setTyped] = useState<string | null>(null);
  const shown =
    typed ?? (kind === 'amount' ? formatPrice(value, currency) : formatQuantity(value, '0')).replace('−', '-');
  const unread = typed !== null && typed.trim() !== '' && parseFigure(typed) === null;
  const settle = () => {
    if (typed === null) return;
    if (typed.trim() === '') onChange(null);
    else {
      const figure = parseFigure(typed);
      if (figure === null) return;
      onChange(figure);
    }
    setTyped(null);
  };
  return (
    <Input
      {...rest}
      value={shown}
      inputMode="decimal"
      className="oa-num"
      suffix={suffix}
      status={unread ? 'error' : (status ?? '')}
      title={unread ? t('input.figure') : ''}
      onFocus={(event: FocusEvent<HTMLInputElement>) => {
        event.target.select();
      }}
      onChange={(event) => {
        setTyped(event.target.value);
        // Plain numbers count at once, so that totals follow the typing; arithmetic waits until the field is left.
        const figure = parseFigure(event.target.value);
        if (figure !== null) onChange(figure);
        else if (event.target.value.trim() === '') onChange(null);
      }}
      onBlur={settle}
      onPressEnter={settle}
    />
  );
}

function Calendar({ value, onPick }: { value: IsoDate | null; onPick: (date: IsoDate) => void }) {
  const { t, i18n } = useTranslation('ui');
  const { today } = useMe();
  const [month, setMonth] = useState(monthStart(value ?? today));
  const first = plusDays(month, 1 - weekday(month));
  const days = (style: 'narrow') =>
    Array.from({ length: 7 }, (_, i) =>
      new Intl.DateTimeFormat(i18n.language, { weekday: style, timeZone: 'UTC' }).format(Date.UTC(2026, 0, 5 + i)),
    );
  const title = new Intl.DateTimeFormat(i18n.language, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    Date.parse(month),
  );
  return (
    <div className="oa-calendar">
      <div className="oa-row between">
        <Button
          type="text"
          size="small"
          icon={<LeftOutlined />}
          aria-label={t('calendar.previous')}
          onClick={() => {
            setMonth(plusMonths(month, -1));
          }}
        />
        <span>{title}</span>
        <Button
          type="text"
          size="small"
          icon={<RightOutlined />}
          aria-label={t('calendar.next')}
          onClick={() => {
            setMonth(plusMonths(month, 1));
          }}
        />
      </div>
      <table>
        <thead>
          <tr>
            {days('narrow').map((day, i) => (
              <th key={i}>{day}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: 6 }, (_, week) => (
            <tr key={week}>
              {Array.from({ length: 7 }, (_day, day) => {
                const date = plusDays(first, week * 7 + day);
                const className = [
                  date === today && 'today',
                  date === value && 'on',
                  date.slice(0, 7) !== month.slice(0, 7) && 'other',
                ]
                  .filter(Boolean)
                  .join(' ');
                return (
                  <td key={day}>
                    <button
                      type="button"
                      className={className}
                      aria-label={date}
                      onClick={() => {
                        onPick(date);
                      }}
                    >
                      {Number(date.slice(8))}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="oa-mute oa-small">{t('calendar.hint')}</div>
    </div>
  );
}

/** A date as people type it (3, +30, 月底, next friday), or picked from the calendar. */
export function DateInput({ value, onChange, status, placeholder, ...rest }: FieldProps<IsoDate | null>) {
  const { t } = useTranslation('ui');
  const { today } = useMe();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const unread = typed !== null && typed.trim() !== '' && parseDate(typed, today) === null;
  const settle = () => {
    if (typed === null) return;
    const date = typed.trim() === '' ? null : parseDate(typed, today);
    if (typed.trim() !== '' && date === null) return;
    onChange(date);
    setTyped(null);
  };
  return (
    <Input
      {...rest}
      className="oa-day"
      value={typed ?? value ?? ''}
      placeholder={placeholder ?? t('input.date')}
      status={unread ? 'error' : (status ?? '')}
      title={unread ? t('calendar.hint') : ''}
      onChange={(event) => {
        setTyped(event.target.value);
        if (/^\d{4}-\d{2}-\d{2}$/.test(event.target.value)) {
          const date = parseDate(event.target.value, today);
          if (date) onChange(date);
        }
      }}
      onBlur={settle}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter') settle();
        if (event.key === 'ArrowDown' && event.altKey) setOpen(true);
      }}
      suffix={
        <Popover
          trigger="click"
          open={open}
          onOpenChange={setOpen}
          placement="bottomRight"
          content={
            <Calendar
              key={String(open)}
              value={value}
              onPick={(date) => {
                setTyped(null);
                onChange(date);
                setOpen(false);
              }}
            />
          }
        >
          <CalendarOutlined role="button" aria-label={t('calendar.open')} />
        </Popover>
      }
    />
  );
}

/** One of a few. */
/** Those most trade is in stand first. */
const COMMON = ['CNY', 'USD', 'EUR', 'HKD', 'JPY', 'GBP', 'AUD', 'CAD', 'SGD', 'KRW', 'TWD'];

/** A currency by its code or name. */
export function CurrencyInput(props: FieldProps<string | null>) {
  const { i18n } = useTranslation('ui');
  const { baseCurrency } = useMe().company;
  const names = new Intl.DisplayNames(i18n.language, { type: 'currency' });
  return (
    <ChoiceInput
      {...props}
      options={[...new Set([baseCurrency, ...COMMON, ...Intl.supportedValuesOf('currency')])].map((code) => ({
        value: code,
        label: `${code} ${names.of(code) ?? ''}`,
      }))}
    />
  );
}

/** One of a few. */
export function ChoiceInput<T extends string>({
  value,
  onChange,
  options,
  clearable,
  status,
  ...rest
}: FieldProps<T | null> & { options: readonly { value: T; label: string }[]; clearable?: boolean }) {
  return (
    <Select<T | null>
      {...rest}
      value={value}
      status={status ?? ''}
      style={{ width: '100%' }}
      allowClear={clearable ?? false}
      showSearch={options.length > 8 ? { optionFilterProp: 'label' } : false}
      options={options.map((option) => ({ value: option.value, label: option.label }))}
      onChange={(next) => {
        onChange(next ?? null);
      }}
    />
  );
}
