import './coverage.css';
import { useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { useCommunityAt } from '../communities/useCommunityAt.ts';
import { EnterFacility } from '../edits/EnterFacility.tsx';
import { KindIcon } from '../facilities/KindIcon.tsx';
import { FacilityPositionsDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { kindNames, placeName, shortName } from '../i18n/names.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { announce } from '../layout/announcer.ts';
import { DetailHead } from '../layout/DetailHead.tsx';
import { PanelSkeleton } from '../layout/PanelSkeleton.tsx';
import { Problem } from '../layout/Problem.tsx';
import { focusMap } from '../map/camera.ts';
import { overlayFeature, reachFeatures, useOverlay } from '../map/overlay.ts';
import { useStart } from '../start.ts';
import { selectCommunity, takeUnseen } from '../view/select.ts';
import { bboxOf, type Position } from '../view/view.ts';
import { createPlaceJudge } from './fromHere.ts';
import { distanceSentence } from './reasons.ts';
import { StatusMark } from './StatusMark.tsx';

/** What lies within reach of a place, worked out here in the browser. */
export function HerePanel({ at }: { at: Position }) {
  const { t, language } = useI18n();
  const rules = useStart().data?.coverageRules;
  const [{ data, error }, execute] = useQuery({ query: FacilityPositionsDocument });
  const community = useCommunityAt(at);
  const positions = data?.facilityPositions;
  const judge = useMemo(
    () => positions && rules && createPlaceJudge(positions, rules),
    [positions, rules],
  );
  const verdicts = useMemo(() => judge?.(at), [judge, at]);
  const overlay = useMemo(
    () => [
      ...(verdicts ?? []).flatMap(({ nearest }) =>
        nearest
          ? [
              ...reachFeatures(
                at,
                nearest.position,
                `${formatNumber(nearest.distanceMeters, language)} m`,
              ),
            ]
          : [],
      ),
      overlayFeature('origin', { type: 'Point', coordinates: at }),
    ],
    [at, verdicts, language],
  );
  useOverlay(overlay);
  const phrases = verdicts?.map(({ rule, nearest }) => {
    const kind = kindNames(rule.facilityKinds, language);
    return nearest
      ? t('here.nearest', { kind, distance: formatNumber(nearest.distanceMeters, language) })
      : t('here.noneOfKind', { kind });
  });
  // Several rules may ask for the same kind; it is said once.
  const line = phrases && [...new Set(phrases)].join(language === 'zh' ? '，' : ', ');
  useEffect(() => {
    if (!verdicts || !takeUnseen(at.join())) return;
    const places = [at, ...verdicts.flatMap(({ nearest }) => (nearest ? [nearest.position] : []))];
    focusMap({ bbox: bboxOf(places), maxZoom: 15, gentle: true });
  }, [at, verdicts]);
  useEffect(() => {
    if (line) announce('announce.here', { text: line });
  }, [line]);

  if (error && !data) {
    return <Problem error={error} retry={() => execute({ requestPolicy: 'network-only' })} />;
  }
  return (
    <article className="here" data-testid="here-panel">
      <DetailHead title={t('here.title')}>
        <p className="detail-sub">
          {community === null && t('here.outside')}
          {community && (
            <button
              type="button"
              className="link"
              onClick={() => selectCommunity(community.id, community.name)}
            >
              {t('here.inside', { name: placeName(community, language) })}
            </button>
          )}
        </p>
        <EnterFacility at={at} community={community} />
      </DetailHead>
      {!verdicts && <PanelSkeleton />}
      {line && (
        <p className="here-line" data-testid="here-line">
          {language === 'en' ? line.charAt(0).toUpperCase() + line.slice(1) : line}
        </p>
      )}
      {verdicts?.map((verdict) => {
        const { rule, status, nearest, facilitiesWithin } = verdict;
        const kind = kindNames(rule.facilityKinds, language);
        const sentence = distanceSentence(verdict, rule.radiusMeters, kind, language);
        return (
          <section
            key={rule.code}
            className="here-verdict"
            data-status={status}
            data-testid={`here-${rule.code}`}
            aria-label={shortName(rule, language)}
          >
            <header>
              <h3>
                <KindIcon code={rule.facilityKinds[0]?.code ?? ''} />
                {nearest?.name ?? kind}
              </h3>
              <StatusMark status={status} word />
            </header>
            <p>{t(sentence.key, sentence.values)}</p>
            <p className="note">
              {t('here.within', {
                radius: formatNumber(rule.radiusMeters, language),
                figure: formatNumber(facilitiesWithin, language),
              })}
            </p>
            {rule.reading !== 'SERVICE_POINT' && <p className="note">{t('here.byDistance')}</p>}
          </section>
        );
      })}
      <p className="note">
        {t('here.position', { lon: at[0].toFixed(5), lat: at[1].toFixed(5) })}
        <br />
        {t('here.method')}
      </p>
    </article>
  );
}
