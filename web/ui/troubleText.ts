import type { TFunction } from 'i18next';
import { minutesToWait, type Trouble } from '../hub/trouble.ts';

/** Codes of a hub that does not understand this page: one of the two is older. */
const OUTDATED = /^(GRAPHQL|PERSISTED|OPERATION)_|^BAD_REQUEST$/;

/** A trouble in the language of the page, and what to do: by its reason, its code, its field, or its kind. */
export function troubleText(trouble: Trouble, t: TFunction): string {
  const { kind, code = '', reason = '', field = '' } = trouble;
  if (OUTDATED.test(code)) return t('trouble.outdated');
  const name =
    field
      .split('.')
      .at(-1)
      ?.replace(/\[\d+\]$/, '') ?? '';
  const fieldName = t(`trouble.field.${name}`, { defaultValue: '' });
  if (code === 'BAD_USER_INPUT' && fieldName) return t('trouble.inField', { field: fieldName });
  return t([`trouble.reason.${reason}`, `trouble.code.${code}`, `trouble.kind.${kind}`], {
    minutes: minutesToWait(trouble),
  });
}
