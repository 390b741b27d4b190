import type { TFunction } from 'i18next';
import type { Trouble } from '../hub/trouble.ts';
import { troubleText } from '../ui/troubleText.ts';

/** What went wrong with a password, a link or a person, in the language of the page. */
export function accountText(trouble: Trouble, t: TFunction): string {
  const key = keyOf(trouble);
  return key ? t(`account.trouble.${key}`) : troubleText(trouble, t);
}

function keyOf({ code, field, kind, reason }: Trouble): string | undefined {
  if (code === 'NOT_FOUND' && field === 'input.link') return 'link';
  if (kind === 'conflict') return field === 'input.name' ? 'taken' : 'stale';
  if (code !== 'BAD_USER_INPUT') return undefined;
  if (reason?.startsWith('PASSWORD_')) return reason;
  const byReason = { SECOND_FACTOR: 'code', WRONG_CODE: 'wrongCode', OLD_PASSWORD: 'old' }[
    reason ?? ''
  ];
  if (byReason) return byReason;
  return { 'input.old': 'old', 'input.name': 'name' }[field ?? ''];
}
