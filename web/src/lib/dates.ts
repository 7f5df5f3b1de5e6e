/** Business dates are text, "2026-11-22", without time or zone; arithmetic is done in UTC so that no zone can shift a day. */
export type IsoDate = string;

const DAY = 86_400_000;

function at(date: IsoDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function iso(time: number): IsoDate {
  return new Date(time).toISOString().slice(0, 10);
}

function ymd(year: number, month: number, day: number): IsoDate | null {
  if (year < 1900 || year > 2999) return null;
  const time = Date.UTC(year, month - 1, day);
  const made = new Date(time);
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? iso(time) : null;
}

export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && ymd(Number(match[1]), Number(match[2]), Number(match[3])) === text;
}

export function plusDays(date: IsoDate, days: number): IsoDate {
  return iso(at(date) + days * DAY);
}

/** Calendar months later; the 31st becomes the last day of a shorter month. */
export function plusMonths(date: IsoDate, months: number): IsoDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return iso(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day, last)));
}

export function monthStart(date: IsoDate): IsoDate {
  return `${date.slice(0, 7)}-01`;
}

export function monthEnd(date: IsoDate): IsoDate {
  return plusDays(plusMonths(monthStart(date), 1), -1);
}

/** Whole days from one date to another; negative when the second is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((at(to) - at(from)) / DAY);
}

/** 1 = Monday … 7 = Sunday. */
export function weekday(date: IsoDate): number {
  return new Date(at(date)).getUTCDay() || 7;
}

const ENGLISH_DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const CHINESE_DAYS = '一二三四五六日';

function dayNamed(word: string): number {
  const chinese = CHINESE_DAYS.indexOf(word === '天' ? '日' : word);
  if (word.length === 1 && chinese >= 0) return chinese + 1;
  return ENGLISH_DAYS.indexOf(word.slice(0, 3)) + 1;
}

/**
 * Reads what people type as a date, given today: "2026-11-28", "11/28", "28" (this month's), "+30", "-7", "+2w", "+1m",
 * 今天, 明天, 月底, 下月底, 次月25, 周五, 下周五, "friday", "next friday", "month end". Null when it isn't one.
 */
export function parseDate(text: string, today: IsoDate): IsoDate | null {
  const word = text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
  if (!word) return null;
  const [year = 0, month = 1] = today.split('-').map(Number);
  let m: RegExpExecArray | null;

  if ((m = /^(\d{4})[-/.年 ]?(\d{1,2})[-/.月 ]?(\d{1,2})日?$/.exec(word)) && (word.length === 8 || /\D/.test(word)))
    return ymd(Number(m[1]), Number(m[2]), Number(m[3]));
  if ((m = /^(\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(word))) return ymd(year, Number(m[1]), Number(m[2]));
  if ((m = /^(\d{1,2})[日号]?$/.exec(word))) return ymd(year, month, Number(m[1]));
  if ((m = /^([+-])\s?(\d{1,4})\s?(d|w|m|天|周|个?月)?$/.exec(word))) {
    const count = Number(m[2]) * (m[1] === '-' ? -1 : 1);
    const unit = m[3] ?? 'd';
    if (unit === 'm' || unit.endsWith('月')) return plusMonths(today, count);
    return plusDays(today, unit === 'w' || unit === '周' ? count * 7 : count);
  }
  const near: Record<string, number> = {
    今天: 0,
    today: 0,
    t: 0,
    明天: 1,
    tomorrow: 1,
    后天: 2,
    昨天: -1,
    yesterday: -1,
    前天: -2,
  };
  if (near[word] !== undefined) return plusDays(today, near[word]);
  const nextMonth = plusMonths(monthStart(today), 1);
  switch (word) {
    case '月底':
    case '本月底':
    case 'eom':
    case 'month end':
    case 'end of month':
      return monthEnd(today);
    case '下月底':
    case '次月底':
    case 'next month end':
    case 'end of next month':
      return monthEnd(nextMonth);
    case '月初':
    case '本月初':
    case 'month start':
      return monthStart(today);
    case '下月初':
    case '次月初':
      return nextMonth;
    case '年底':
    case 'eoy':
    case 'year end':
      return `${today.slice(0, 4)}-12-31`;
  }
  if ((m = /^[下次]月(\d{1,2})[日号]?$/.exec(word)))
    return ymd(Number(nextMonth.slice(0, 4)), Number(nextMonth.slice(5, 7)), Number(m[1]));
  if (
    (m = /^(本|这|下)?(?:周|星期|礼拜)([一二三四五六日天])$/.exec(word)) ??
    (m = /^(this |next )?((?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)$/.exec(word))
  ) {
    const wanted = dayNamed(m[2] ?? '');
    const which = (m[1] ?? '').trim();
    const monday = plusDays(today, 1 - weekday(today));
    if (which === '下' || which === 'next') return plusDays(monday, 6 + wanted);
    if (which) return plusDays(monday, wanted - 1);
    return plusDays(today, (wanted - weekday(today) + 7) % 7);
  }
  return null;
}

/** An instant in the company's time zone: "2026-11-22 09:12". */
export function formatInstant(instant: string | null | undefined, timeZone?: string): string {
  if (!instant) return '';
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(date);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

/** "2 小时前", "2 hours ago"; older than a week the date itself. */
export function formatAgo(instant: string, locale: string, now: number, timeZone?: string): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  const size = Math.abs(seconds);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (size < 60) return words.format(seconds, 'second');
  if (size < 3600) return words.format(Math.trunc(seconds / 60), 'minute');
  if (size < 86_400) return words.format(Math.trunc(seconds / 3600), 'hour');
  if (size < 604_800) return words.format(Math.trunc(seconds / 86_400), 'day');
  return formatInstant(instant, timeZone).slice(0, 10);
}
