import { isReferenceSystem } from '../../server/coordinates/reference-names.ts';
import { systemName } from '../exports/systemName.ts';
import type { IssueFieldsFragment } from '../generated/graphql.ts';
import type { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import type { Language } from '../view/view.ts';

type Translate = ReturnType<typeof useI18n>['t'];

/** What is wrong with a row, in a sentence. */
export function issueInWords(
  { code, severity, value, detail, figure }: IssueFieldsFragment,
  t: Translate,
  language: Language,
): string {
  const key = code === 'INVALID_POLYGON' && severity === 'WARNING' ? 'REPAIRED' : code;
  const several = detail !== null && /^UNKNOWN_(COMMUNITY|REGION)$/.test(code);
  return t(`import.words.${several ? 'AMBIGUOUS' : key}`, {
    value: value ?? '',
    detail: detail && isReferenceSystem(detail) ? systemName(detail, language) : (detail ?? ''),
    figure: formatNumber(figure ?? 0, language),
  });
}
