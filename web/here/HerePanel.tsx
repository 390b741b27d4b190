import './here.css';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { useCommunityAt } from '../communities/useCommunityAt.ts';
import { distanceSentence } from '../coverage/reasons.ts';
import { StatusMark } from '../coverage/StatusMark.tsx';
import { FacilityPositionsDocument } from '../generated/graphql.ts';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { communityName, kindNames, shortName } from '../i18n/names.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { KindIcon } from '../kinds/KindIcon.tsx';
import { boxAround } from '../stage/boxAround.ts';
import { focusMap } from '../stage/camera.ts';
import { overlayFeature, reachFeatures, useOverlay } from '../stage/overlay.ts';
import { selectCommunity, takeUnseen } from '../stage/select.ts';
import { announce } from '../ui/announcer.ts';
import { DetailHead } from '../ui/DetailHead.tsx';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { Problem } from '../ui/Problem.tsx';
import type { Position } from '../view/view.ts';
import { createPlaceJudge } from './judgePlace.ts';

/** What lies within reach of a place, computed in the browser. */
export function HerePanel({
  at,
  head,
}: {
  at: Position;
  /** What other features add below the title; the community there is null outside of all, and undefined while
   * it is not known. */
  head: (community: { id: string } | null | undefined) => ReactNode;
}) {
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
    focusMap({ bbox: boxAround(places), maxZoom: 15, gentle: true });
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
              {t('here.inside', { name: communityName(community, language) })}
            </button>
          )}
        </p>
        {head(community)}
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
