import type { GridRow } from '../grids/useGrids.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { circleAround } from '../map/circle.ts';
import { type OverlayFeature, overlayFeature } from '../map/overlay.ts';
import type { Rule } from '../start.ts';
import type { Language, Position } from '../view/view.ts';
import type { CommunityDetail } from './CommunityPanel.tsx';

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
    const { location } = nearest.facility;
    features.push(
      overlayFeature(
        'reach',
        { type: 'LineString', coordinates: [from, location.coordinates] },
        `${formatNumber(nearest.distanceMeters, language)} m`,
      ),
      overlayFeature('target', location),
    );
  }
  features.push(overlayFeature('origin', servicePoint));
  return features;
}
