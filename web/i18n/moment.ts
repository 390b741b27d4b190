import type { Language } from '../view/view.ts';

/** A moment as local time, "14:32", with its day when that is not today's: "22 Nov, 14:32". Both in
 * milliseconds since 1970. */
export function formatMoment(at: number, now: number, language: Language): string {
  const [moment, today] = [new Date(at), new Date(now)];
  const isToday = moment.toDateString() === today.toDateString();
  const isThisYear = moment.getFullYear() === today.getFullYear();
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(!isToday && { day: 'numeric', month: 'short' }),
    ...(!isThisYear && { year: 'numeric' }),
  }).format(moment);
}
