import { useI18n } from '../i18n/i18n.ts';
import type { Rule } from './rule.ts';
import { ruleSentences } from './ruleText.ts';

/** What a rule demands and where it comes from, in a line. */
export function RuleText({ rule }: { rule: Rule }) {
  const { t, language } = useI18n();
  return ruleSentences(rule, language)
    .map(({ key, values }) => t(key, values))
    .join(' · ');
}
