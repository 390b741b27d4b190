import './rules.css';
import { Segmented } from 'antd';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';
import { KindIcon } from '../kinds/KindIcon.tsx';
import { useRule } from '../rules/useRule.ts';
import { announce } from '../ui/announcer.ts';
import { replaceView, useView } from '../view/viewStore.ts';
import { RuleSelect } from './RuleSelect.tsx';
import { RuleText } from './RuleText.tsx';
import { ruleLabels } from './ruleText.ts';

/** So many rules stand side by side, even on a phone; more of them are chosen from a list. */
const MOST_SIDE_BY_SIDE = 3;

/** Chooses the rule that colours the map, and says what it demands. */
export function RuleSwitch() {
  const { t, language } = useI18n();
  const rules = useStart().data?.coverageRules ?? [];
  const code = useView((view) => view.rule);
  const rule = useRule();
  const labels = ruleLabels(rules, language);
  const choose = (next: string) => {
    replaceView({ rule: next });
    const chosen = rules.find((option) => option.code === next);
    if (chosen) announce('announce.rule', { name: shortName(chosen, language) });
  };
  return (
    <div className="rule-switch" data-testid="rule-switch">
      {rules.length > MOST_SIDE_BY_SIDE ? (
        <RuleSelect rules={rules} chosen={code} onChoose={choose} />
      ) : (
        <Segmented
          block
          aria-label={t('rule.label')}
          value={code}
          options={rules.map((option) => ({
            value: option.code,
            label: (
              <span className="rule-option">
                <KindIcon code={option.facilityKinds[0]?.code ?? ''} size={14} />
                <span>{labels.get(option.code)}</span>
              </span>
            ),
          }))}
          onChange={choose}
        />
      )}
      {rule && (
        <p className="rule-text" data-testid="rule-text">
          <RuleText rule={rule} />
        </p>
      )}
    </div>
  );
}
