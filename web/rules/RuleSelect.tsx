import './rules.css';
import { Select } from 'antd';
import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';
import { KindIcon } from '../kinds/KindIcon.tsx';
import { RuleText } from './RuleText.tsx';
import type { Rule } from './rule.ts';

/** Many rules in a list that can be searched, each with what it demands. */
export function RuleSelect({
  rules,
  chosen,
  onChoose,
}: {
  rules: readonly Rule[];
  chosen: string;
  onChoose: (code: string) => void;
}) {
  const { t, language } = useI18n();
  const ruleOf = (code: unknown) => rules.find((rule) => rule.code === code);
  return (
    <Select
      className="rule-select"
      classNames={{ popup: { root: 'rule-select-list' } }}
      aria-label={t('rule.label')}
      value={chosen}
      getPopupContainer={() => document.getElementById('panel') ?? document.body}
      showSearch={{ optionFilterProp: 'label' }}
      listHeight={320}
      options={rules.map((rule) => ({ value: rule.code, label: shortName(rule, language) }))}
      labelRender={({ value, label }) => (
        <span className="rule-option">
          <KindIcon code={ruleOf(value)?.facilityKinds[0]?.code ?? ''} size={14} />
          <span>{label}</span>
        </span>
      )}
      optionRender={({ value, label }) => {
        const rule = ruleOf(value);
        return (
          <span className="rule-row">
            <KindIcon code={rule?.facilityKinds[0]?.code ?? ''} size={14} />
            <span>
              {label}
              {rule && (
                <small>
                  <RuleText rule={rule} />
                </small>
              )}
            </span>
          </span>
        );
      }}
      onChange={onChoose}
    />
  );
}
