import { type Named, shortName } from '../i18n/names.ts';
import { formatNumber, formatTarget } from '../i18n/numbers.ts';
import type { Language } from '../view/view.ts';
import type { Rule } from './rule.ts';

/** A sentence to translate: its key and its values. */
export type RuleSentence =
  | {
      key: `rule.demand.${Rule['reading']}`;
      values: Record<'kind' | 'radius' | 'share', string>;
    }
  | { key: 'rule.clause' | 'rule.source'; values: { clause: string } };

/**
 * What a rule says, in short: what it demands, by its reading, and where it comes from. A numbered clause is
 * one of the policy; anything else is named as a source; a rule without clause comes from nowhere.
 */
export function ruleSentences(
  rule: Pick<Rule, 'reading' | 'minimumShare' | 'radiusMeters' | 'facilityKinds' | 'clause'>,
  language: Language,
): RuleSentence[] {
  const { reading, minimumShare, radiusMeters, facilityKinds, clause } = rule;
  const demand: RuleSentence = {
    key: `rule.demand.${reading}`,
    values: {
      kind: namesOf(facilityKinds, language),
      radius: formatNumber(radiusMeters, language),
      share: minimumShare === null ? '' : formatTarget(minimumShare, language),
    },
  };
  if (clause === '') return [demand];
  const key = /^\d+(\.\d+)*$/.test(clause) ? 'rule.clause' : 'rule.source';
  return [demand, { key, values: { clause } }];
}

/** What each rule is called where there is little room: by its kinds, or by its name where two share them. */
export function ruleLabels(
  rules: readonly (Named & Pick<Rule, 'code' | 'facilityKinds'>)[],
  language: Language,
): Map<string, string> {
  const labels = rules.map((rule) => namesOf(rule.facilityKinds, language));
  const isUnique = new Set(labels).size === labels.length;
  return new Map(
    rules.map((rule, i) => [
      rule.code,
      isUnique ? (labels[i] as string) : shortName(rule, language),
    ]),
  );
}

function namesOf(kinds: readonly Named[], language: Language): string {
  return kinds.map((kind) => shortName(kind, language)).join(' / ');
}
