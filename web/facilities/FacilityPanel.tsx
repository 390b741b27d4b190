import './facilities.css';
import { useEffect, useMemo } from 'react';
import { useQuery } from 'urql';
import { FacilityActions } from '../edits/FacilityActions.tsx';
import { History } from '../edits/HistoryList.tsx';
import { type EditedFacilityFragment, FacilityDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName, shortName } from '../i18n/names.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { DetailHead } from '../layout/DetailHead.tsx';
import { Empty } from '../layout/Empty.tsx';
import { PanelSkeleton } from '../layout/PanelSkeleton.tsx';
import { Problem } from '../layout/Problem.tsx';
import { focusMap } from '../map/camera.ts';
import { circleAround } from '../map/circle.ts';
import { overlayFeature, useOverlay } from '../map/overlay.ts';
import { openTrial, pickedStore } from '../scenarios/store.ts';
import { useStart } from '../start.ts';
import { selectCommunity, takeUnseen } from '../view/select.ts';
import type { Position } from '../view/view.ts';
import { FacilityWorth } from './FacilityWorth.tsx';
import { KindIcon } from './KindIcon.tsx';

/** One facility: what it is, where, and how far it reaches under the rules that ask for its kind. */
export function FacilityPanel({ id }: { id: string }) {
  const { t, language } = useI18n();
  const [{ data, error }, execute] = useQuery({ query: FacilityDocument, variables: { id } });
  const rules = useStart().data?.coverageRules;
  const facility = data?.facility;
  const overlay = useMemo(() => {
    if (!facility) return [];
    const asking = rules?.filter((rule) =>
      rule.facilityKinds.some((kind) => kind.code === facility.kind.code),
    );
    const at = facility.location.coordinates as Position;
    return [
      ...(asking ?? []).map((rule) =>
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
      <FacilityActions facility={facility as EditedFacilityFragment} />
      <FacilityWorth worth={facility.worth} />
      {facility.active && (
        <p className="facility-try">
          <button
            type="button"
            className="try-here"
            data-testid="try-facility"
            onClick={() => {
              openTrial();
              const at = [longitude, latitude] as Position;
              pickedStore.set({
                key: facility.id,
                name: facility.name,
                kind: facility.kind.code,
                at,
              });
            }}
          >
            {t('trial.openFacility')}
          </button>
        </p>
      )}
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
                {shortName(community.region, language)}
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
      <History facility={facility as EditedFacilityFragment} />
    </article>
  );
}
