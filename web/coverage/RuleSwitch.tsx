import { Segmented } from 'antd';
import { KindIcon } from '../facilities/KindIcon.tsx';
import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { announce } from '../layout/announcer.ts';
import { useStart } from '../start.ts';
import { replaceView, useView } from '../view/viewStore.ts';
import { useRule } from './useCoverage.ts';

/** Chooses the rule that colours the map, and says what it demands. */
export function RuleSwitch() {
  const { t, language } = useI18n();
  const rules = useStart().data?.coverageRules ?? [];
  const code = useView((view) => view.rule);
  const rule = useRule();
  return (
    <div className="rule-switch">
      <Segmented
        block
        aria-label={t('rule.label')}
        data-testid="rule-switch"
        value={code}
        options={rules.map((option) => ({
          value: option.code,
          label: (
            <span className="rule-option">
              <KindIcon code={option.facilityKinds[0]?.code ?? ''} size={14} />
              <span>
                {option.facilityKinds.map((kind) => shortName(kind, language)).join(' / ')}
              </span>
            </span>
          ),
        }))}
        onChange={(next) => {
          replaceView({ rule: next });
          const chosen = rules.find((option) => option.code === next);
          if (chosen) announce('announce.rule', { name: shortName(chosen, language) });
        }}
      />
      {rule && (
        <p className="rule-text">
          {t('rule.radius', { radius: formatNumber(rule.radiusMeters, language) })}
          {' · '}
          {t('rule.clause', { clause: rule.clause })}
        </p>
      )}
    </div>
  );
}
