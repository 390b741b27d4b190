import { PointIndex } from '../../server/coverage/engine/point-index.ts';
import type { DistanceVerdict } from '../coverage/reasons.ts';
import type { FacilityPositionsQuery } from '../generated/graphql.ts';
import type { Rule } from '../rules/rule.ts';
import type { Position } from '../view/view.ts';

/** Facilities as flat arrays, in the order of the server: of two at the same distance the first is the nearest. */
export type FacilityPositions = FacilityPositionsQuery['facilityPositions'];

/** How one rule stands at a place. */
export interface PlaceVerdict extends DistanceVerdict {
  rule: Pick<Rule, 'code' | 'radiusMeters' | 'facilityKinds'> & Partial<Rule>;
  nearest: NearestPlace | null;
  facilitiesWithin: number;
}

export interface NearestPlace {
  id: string;
  name: string;
  position: Position;
  /** Geodesic meters on WGS 84. */
  distanceMeters: number;
}

/**
 * Judges rules from any place, with the engine that the server uses too: both give the same answer.
 * Builds one index per rule here, so that a place then takes microseconds.
 */
export function createPlaceJudge<R extends PlaceVerdict['rule']>(
  positions: FacilityPositions,
  rules: readonly R[],
): (at: Position) => (PlaceVerdict & { rule: R })[] {
  const judges = rules.map((rule) => {
    const members = facilitiesOf(positions, rule);
    const lon = Float64Array.from(members, (i) => positions.coordinates[2 * i] as number);
    const lat = Float64Array.from(members, (i) => positions.coordinates[2 * i + 1] as number);
    return { rule, members, lon, lat, index: new PointIndex(lon, lat) };
  });
  return ([longitude, latitude]) =>
    judges.map(({ rule, members, lon, lat, index }) => {
      const found = index.nearest(longitude, latitude);
      const facilitiesWithin = index.countWithin(longitude, latitude, rule.radiusMeters);
      return {
        rule,
        status: facilitiesWithin > 0 ? 'PASS' : 'FAIL',
        facilitiesWithin,
        marginMeters: found && rule.radiusMeters - found.distanceMeters,
        nearest: found && {
          id: positions.ids[members[found.index] as number] as string,
          name: positions.names[members[found.index] as number] as string,
          position: [lon[found.index] as number, lat[found.index] as number],
          distanceMeters: found.distanceMeters,
        },
      };
    });
}

function facilitiesOf(positions: FacilityPositions, rule: PlaceVerdict['rule']): number[] {
  const kinds = new Set(rule.facilityKinds.map((kind) => kind.code));
  return positions.kinds.flatMap((kind, i) => (kinds.has(kind) ? [i] : []));
}
