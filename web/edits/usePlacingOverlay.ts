import { circle } from '@turf/circle';
import type { Polygon } from 'geojson';
import { useMemo } from 'react';
import { useStart } from '../hub/start.ts';
import { circleAround } from '../stage/circle.ts';
import { overlayFeature, useOverlay } from '../stage/overlay.ts';
import type { Position } from '../view/view.ts';
import type { Placing } from './placing.ts';

/** How sure the device is of a place. Nothing is judged by it: a sphere will do. */
function accuracyRing(at: Position, meters: number): Polygon {
  return circle(at, meters, { units: 'meters' }).geometry;
}

/** The old place, the way from there, how far the new one reaches, and how sure the device is. */
export function usePlacingOverlay({ before, kind, at, accuracyMeters }: Placing): void {
  const rules = useStart().data?.coverageRules;
  const overlay = useMemo(() => {
    const rulesOfKind = rules?.filter((rule) =>
      rule.facilityKinds.some(({ code }) => code === kind),
    );
    return [
      ...(rulesOfKind ?? []).map((rule) =>
        overlayFeature('radius', circleAround(at, rule.radiusMeters)),
      ),
      ...(accuracyMeters ? [overlayFeature('accuracy', accuracyRing(at, accuracyMeters))] : []),
      ...(before
        ? [
            overlayFeature('reach', { type: 'LineString', coordinates: [before.at, at] }),
            overlayFeature('origin', { type: 'Point', coordinates: before.at }),
          ]
        : []),
    ];
  }, [before, kind, at, accuracyMeters, rules]);
  useOverlay(overlay);
}
