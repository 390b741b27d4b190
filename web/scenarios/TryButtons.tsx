import './scenarios.css';
import type { CommunityDetail } from '../communities/community.ts';
import type { FacilityDetail } from '../facilities/facility.ts';
import { useI18n } from '../i18n/i18n.ts';
import { useRule } from '../rules/useRule.ts';
import type { Position } from '../view/view.ts';
import { freshKey, roundedForLink } from './changes.ts';
import { changesStore, openTrial, pickedStore } from './store.ts';

/** Tries a facility of the chosen rule's first kind at the service point of a community that fails it. */
export function TryHere({
  community: { servicePoint, coverages },
}: {
  community: Pick<CommunityDetail, 'servicePoint' | 'coverages'>;
}) {
  const { t } = useI18n();
  const chosen = useRule();
  const kind = chosen?.facilityKinds[0]?.code;
  const verdict = coverages.find(({ rule }) => rule.code === chosen?.code);
  if (verdict?.status !== 'FAIL' || !kind || !servicePoint) return null;
  const tryIt = () => {
    const at = roundedForLink(servicePoint.coordinates as Position);
    openTrial({ action: 'ADD', key: freshKey(changesStore.get()), kind, at });
  };
  return (
    <button type="button" className="try-here" data-testid="try-here" onClick={tryIt}>
      {t('trial.openHere')}
    </button>
  );
}

/** Tries what moving or closing a facility would do. */
export function TryFacility({ facility }: { facility: FacilityDetail }) {
  const { t } = useI18n();
  if (!facility.active) return null;
  const tryIt = () => {
    const { id, name, kind, location } = facility;
    openTrial();
    pickedStore.set({ key: id, name, kind: kind.code, at: location.coordinates as Position });
  };
  return (
    <p className="facility-try">
      <button type="button" className="try-here" data-testid="try-facility" onClick={tryIt}>
        {t('trial.openFacility')}
      </button>
    </p>
  );
}
