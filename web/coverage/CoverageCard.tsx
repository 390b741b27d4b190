import './coverage.css';
import type { CoverageFieldsFragment } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { kindNames, shortName } from '../i18n/names.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { KindIcon } from '../kinds/KindIcon.tsx';
import type { Rule } from '../rules/rule.ts';
import { selectFacility } from '../stage/select.ts';
import type { Position } from '../view/view.ts';
import { replaceView } from '../view/viewStore.ts';
import { verdictSentence } from './reasons.ts';
import { ShareBar } from './ShareBar.tsx';
import { StatusMark } from './StatusMark.tsx';

/** One rule's verdict for a community: the reason in a sentence, and the figures behind it. */
export function CoverageCard({
  rule,
  coverage,
  chosen,
}: {
  rule: Rule;
  coverage: CoverageFieldsFragment;
  chosen: boolean;
}) {
  const { t, language } = useI18n();
  const kind = kindNames(rule.facilityKinds, language);
  const sentence = verdictSentence(coverage, rule, kind, language);
  const { nearest, residentsCovered, residentsTotal } = coverage;
  const figure = (value: number) => formatNumber(value, language);
  return (
    <section
      className="coverage-card"
      data-status={coverage.status}
      data-chosen={chosen || undefined}
      data-testid={`coverage-${rule.code}`}
      aria-label={shortName(rule, language)}
    >
      <header>
        <h3>
          <KindIcon code={rule.facilityKinds[0]?.code ?? ''} />
          {shortName(rule, language)}
        </h3>
        <StatusMark status={coverage.status} word />
      </header>
      <p className="reason" data-testid="reason">
        {t(sentence.key, sentence.values)}
      </p>
      {nearest && (
        <button
          type="button"
          className="nearest"
          aria-label={t('coverage.showNearest', { name: nearest.facility.name })}
          onClick={() =>
            selectFacility(
              nearest.facility.id,
              nearest.facility.location.coordinates as Position,
              nearest.facility.name,
            )
          }
        >
          {t('coverage.nearest', { name: nearest.facility.name })} <span aria-hidden="true">›</span>
        </button>
      )}
      <ShareBar
        label={t('coverage.residents')}
        share={coverage.residentsCoveredShare}
        minimum={rule.reading === 'RESIDENTS' ? rule.minimumShare : null}
        detail={
          residentsCovered !== null && residentsTotal !== null
            ? t('coverage.residentsOf', {
                covered: figure(residentsCovered),
                total: figure(residentsTotal),
              })
            : undefined
        }
      />
      <ShareBar
        label={t('coverage.area')}
        share={coverage.areaCoveredShare}
        minimum={rule.reading === 'AREA' ? rule.minimumShare : null}
      />
      <div className="share">
        <span className="share-label">{t('coverage.within', { kind })}</span>
        <span className="share-figure">
          {coverage.facilitiesWithin === null ? (
            <em>{t('noData')}</em>
          ) : (
            t('coverage.withinCount', { figure: figure(coverage.facilitiesWithin) })
          )}
        </span>
      </div>
      {!chosen && (
        <button
          type="button"
          className="nearest show-on-map"
          onClick={() => replaceView({ rule: rule.code })}
        >
          {t('coverage.show')} <span aria-hidden="true">›</span>
        </button>
      )}
    </section>
  );
}
