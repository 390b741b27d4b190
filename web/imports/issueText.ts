import { systemName } from '../coordinates/systemName.ts';
import type { IssueFieldsFragment, SystemRefusal } from '../generated/graphql.ts';
import type { useI18n } from '../i18n/i18n.ts';
import { formatNumber, formatShare } from '../i18n/numbers.ts';
import type { Language } from '../view/view.ts';

type RefusalOrContradiction = SystemRefusal | 'CONTRADICTED';
type Translate = ReturnType<typeof useI18n>['t'];

/** What is wrong with a row, in a sentence. */
export function issueText(
  { code, severity, value, detail, figure }: IssueFieldsFragment,
  t: Translate,
  language: Language,
): string {
  const key = code === 'INVALID_POLYGON' && severity === 'WARNING' ? 'REPAIRED' : code;
  if (code === 'REFUSED_SYSTEM') {
    const reason = detail as RefusalOrContradiction;
    return t(`import.words.REFUSED_SYSTEM_${reason}`, { value: value ?? '' });
  }
  const several = detail !== null && /^UNKNOWN_(COMMUNITY|REGION)$/.test(code);
  return t(`import.words.${several ? 'AMBIGUOUS' : key}`, {
    value: value ?? '',
    detail: systemName(detail ?? '', language),
    figure: formatNumber(figure ?? 0, language),
    percent: formatShare(figure ?? 0, language),
  });
}
