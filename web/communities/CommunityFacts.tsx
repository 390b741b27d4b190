import { useI18n } from '../i18n/i18n.ts';
import { formatHectares, formatNumber } from '../i18n/numbers.ts';
import type { CommunityDetail } from './community.ts';

/** The figures of a community that no rule is about. */
export function CommunityFacts({ community }: { community: CommunityDetail }) {
  const { t, language } = useI18n();
  const { population, households, populationDate, areaSquareMeters, servicePointOrigin } =
    community;
  const count = (value: number | null, key: 'people' | 'householdCount') =>
    value === null ? t('noData') : t(`community.${key}`, { figure: formatNumber(value, language) });
  return (
    <dl className="facts">
      <div>
        <dt>{t('community.population')}</dt>
        <dd>
          {count(population, 'people')}
          {population !== null && populationDate && (
            <small>{t('community.asOf', { date: populationDate })}</small>
          )}
        </dd>
      </div>
      <div>
        <dt>{t('community.households')}</dt>
        <dd>{count(households, 'householdCount')}</dd>
      </div>
      <div>
        <dt>{t('community.area')}</dt>
        <dd>
          {areaSquareMeters === null
            ? t('noData')
            : t('community.hectares', { figure: formatHectares(areaSquareMeters, language) })}
        </dd>
      </div>
      <div>
        <dt>{t('community.servicePoint')}</dt>
        <dd>
          {servicePointOrigin
            ? t(`community.origin.${servicePointOrigin}`)
            : t('community.noServicePoint')}
        </dd>
      </div>
      <div>
        <dt>{t('community.code')}</dt>
        <dd>{community.code}</dd>
      </div>
    </dl>
  );
}
