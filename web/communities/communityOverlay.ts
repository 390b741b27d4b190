import type { GridRow } from '../grids/grid.ts';
import { formatNumber } from '../i18n/numbers.ts';
import type { Rule } from '../rules/rule.ts';
import { boxAround } from '../stage/boxAround.ts';
import { circleAround } from '../stage/circle.ts';
import { type OverlayFeature, overlayFeature, reachFeatures } from '../stage/overlay.ts';
import type { BBox, Language, Position } from '../view/view.ts';
import type { CommunityDetail } from './community.ts';

/** What explains a community on the map: its service point, the radius around it, the line to the
 * nearest facility with its length, and its grids. */
export function communityOverlay(
  community: Pick<CommunityDetail, 'servicePoint' | 'coverages'>,
  rule: Pick<Rule, 'code' | 'radiusMeters'> | undefined,
  grids: readonly GridRow[],
  activeGrid: string | undefined,
  language: Language,
): OverlayFeature[] {
  const features = grids.map((grid) =>
    overlayFeature(grid.id === activeGrid ? 'grid-active' : 'grid', grid.boundary),
  );
  const { servicePoint, coverages } = community;
  if (!servicePoint || !rule) return features;
  const from = servicePoint.coordinates as Position;
  features.push(overlayFeature('radius', circleAround(from, rule.radiusMeters)));
  const nearest = coverages.find((coverage) => coverage.rule.code === rule.code)?.nearest;
  if (nearest) {
    const to = nearest.facility.location.coordinates as Position;
    const label = `${formatNumber(nearest.distanceMeters, language)} m`;
    features.push(...reachFeatures(from, to, label));
  }
  features.push(overlayFeature('origin', servicePoint));
  return features;
}

/** The box of everything that explains a verdict: the community, the radius around its service point and
 * the nearest facility; null when none of them has a place. */
export function explainedBBox(
  { bbox, servicePoint, coverages }: Pick<CommunityDetail, 'bbox' | 'servicePoint' | 'coverages'>,
  rule: Pick<Rule, 'code' | 'radiusMeters'> | undefined,
): BBox | null {
  const nearest = coverages.find((coverage) => coverage.rule.code === rule?.code)?.nearest;
  const reach =
    servicePoint && rule && circleAround(servicePoint.coordinates as Position, rule.radiusMeters);
  const positions = [
    ...(bbox ? [bbox.slice(0, 2), bbox.slice(2)] : []),
    ...(reach?.coordinates[0] ?? []),
    ...(nearest ? [nearest.facility.location.coordinates] : []),
  ] as Position[];
  return positions.length === 0 ? null : boxAround(positions);
}
