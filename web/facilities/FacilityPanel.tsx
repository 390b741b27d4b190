import './facilities.css';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { FacilityDocument } from '../generated/graphql.ts';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName, regionPath } from '../i18n/names.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { KindIcon } from '../kinds/KindIcon.tsx';
import { focusMap } from '../stage/camera.ts';
import { circleAround } from '../stage/circle.ts';
import { overlayFeature, useOverlay } from '../stage/overlay.ts';
import { selectCommunity, takeUnseen } from '../stage/select.ts';
import { DetailHead } from '../ui/DetailHead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { Problem } from '../ui/Problem.tsx';
import type { Position } from '../view/view.ts';
import { FacilityWorth } from './FacilityWorth.tsx';
import type { FacilityDetail } from './facility.ts';

/** What other features add to the panel of a facility. */
export interface FacilityParts {
  /** Below its name. */
  head(facility: FacilityDetail): ReactNode;
  /** Below what it is worth to those around it. */
  middle(facility: FacilityDetail): ReactNode;
  /** At the end. */
  foot(facility: FacilityDetail): ReactNode;
}

/** One facility: what it is, where, and how far it reaches under the rules that ask for its kind. */
export function FacilityPanel({ id, parts }: { id: string; parts: FacilityParts }) {
  const { t, language } = useI18n();
  const [{ data, error }, execute] = useQuery({ query: FacilityDocument, variables: { id } });
  const rules = useStart().data?.coverageRules;
  const facility = data?.facility;
  const overlay = useMemo(() => {
    if (!facility) return [];
    const rulesOfKind = rules?.filter((rule) =>
      rule.facilityKinds.some((kind) => kind.code === facility.kind.code),
    );
    const at = facility.location.coordinates as Position;
    return [
      ...(rulesOfKind ?? []).map((rule) =>
        overlayFeature('radius', circleAround(at, rule.radiusMeters)),
      ),
      overlayFeature('target', facility.location),
    ];
  }, [facility, rules]);
  useOverlay(overlay);
  useEffect(() => {
    if (!facility || !takeUnseen(facility.id)) return;
    focusMap({ position: facility.location.coordinates as Position, minZoom: 14 });
  }, [facility]);

  if (error && !data) {
    return <Problem error={error} retry={() => execute({ requestPolicy: 'network-only' })} />;
  }
  if (!data) return <PanelSkeleton />;
  if (!facility) {
    return (
      <DetailHead title={t('facility.notFound')}>
        <Empty title="" hint={t('facility.notFoundHint')} />
      </DetailHead>
    );
  }
  const { community, location } = facility;
  const [longitude = 0, latitude = 0] = location.coordinates;
  return (
    <article className="facility" data-testid="facility-panel">
      <DetailHead title={facility.name}>
        <p className="detail-sub">
          <KindIcon code={facility.kind.code} />
          <span>{placeName(facility.kind, language)}</span>
        </p>
      </DetailHead>
      {!facility.active && <p className="edit-state">{t('edit.retiredState')}</p>}
      {parts.head(facility)}
      <FacilityWorth worth={facility.worth} />
      {parts.middle(facility)}
      <dl className="facts">
        <div>
          <dt>{t('facility.community')}</dt>
          <dd>
            {community ? (
              <button
                type="button"
                className="link"
                onClick={() => selectCommunity(community.id, community.name)}
              >
                {placeName(community, language)}
                {' · '}
                {regionPath(community.region, language)}
              </button>
            ) : (
              t('facility.outside')
            )}
          </dd>
        </div>
        <div>
          <dt>{t('facility.address')}</dt>
          <dd>{facility.address ?? t('noData')}</dd>
        </div>
        {facility.opening && (
          <div>
            <dt>{t('edit.field.opening')}</dt>
            <dd>{facility.opening}</dd>
          </div>
        )}
        {facility.note && (
          <div>
            <dt>{t('edit.field.note')}</dt>
            <dd>{facility.note}</dd>
          </div>
        )}
        <div>
          <dt>{t('facility.position')}</dt>
          <dd>
            {formatNumber(longitude, language, 5)}, {formatNumber(latitude, language, 5)}
          </dd>
        </div>
        <div>
          <dt>{t('facility.source')}</dt>
          <dd>{facility.source ?? t('noData')}</dd>
        </div>
        <div>
          <dt>{t('facility.updated')}</dt>
          <dd>
            {new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(
              new Date(facility.updatedAt),
            )}
          </dd>
        </div>
      </dl>
      {parts.foot(facility)}
    </article>
  );
}
