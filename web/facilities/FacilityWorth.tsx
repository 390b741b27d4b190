import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';
import { formatNumber } from '../i18n/numbers.ts';
import type { FacilityDetail } from './facility.ts';

/** What a facility is to those around it, rule by rule, and what would be lost if it closed. */
export function FacilityWorth({ worth }: Pick<FacilityDetail, 'worth'>) {
  const { t, language } = useI18n();
  const rules = useStart().data?.coverageRules ?? [];
  const figure = (value: number) => formatNumber(value, language);
  return worth.map((each) => {
    const rule = rules.find(({ code }) => code === each.rule.code);
    if (!rule) return null;
    const matters = each.communitiesLosing > 0 || each.residentsLosing > 0;
    return (
      <section key={rule.code} className="worth" data-testid={`worth-${rule.code}`}>
        <h3>{shortName(rule, language)}</h3>
        <p>
          {t('worth.within', {
            meters: figure(rule.radiusMeters),
            communities: figure(each.communitiesWithin),
            residents: figure(each.residentsWithin),
          })}
        </p>
        <p className="worth-loss" data-matters={matters || undefined}>
          {matters
            ? t('worth.losing', {
                communities: figure(each.communitiesLosing),
                residents: figure(each.residentsLosing),
              })
            : t('worth.none')}
        </p>
      </section>
    );
  });
}
