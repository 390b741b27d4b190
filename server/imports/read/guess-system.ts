import type { EntityManager } from '@mikro-orm/postgresql';
import type { Geometry, Position } from 'geojson';
import { type Declaration, declarationOf, SILENT } from '../../formats/declaration.ts';
import type { FeatureSource, SourceFeature } from '../../formats/feature-source.ts';
import { getExtent } from '../../hub/hub.queries.ts';
import type { ReferenceSystem } from '../../systems/reference-system.ts';
import type { ImportSettings } from '../staged/settings.ts';
import type { SystemGuess } from '../staged/system-guess.ts';
import { rowReader } from './row-reader.ts';
import { candidatesBeside, chooseByPlaces, guessByValues } from './system-candidates.ts';
import { findFits, type PlacedRow } from './system-fits.queries.ts';
import { toHubPosition } from './to-hub.ts';

/** The settings that say nothing about coordinates. */
type Reading = Pick<ImportSettings, 'target' | 'mapping'>;

interface SampledPosition {
  readonly feature: SourceFeature;
  readonly position: Position;
}

/**
 * The reference system of a file, from what the file declares, from the range of the sampled coordinates, and,
 * where these leave several systems possible, from the places of features that the hub knows.
 */
export async function guessSystem(
  em: EntityManager,
  source: FeatureSource,
  sample: readonly SourceFeature[],
  reading: Reading,
): Promise<SystemGuess> {
  const sampled = sample.flatMap((feature): SampledPosition[] => {
    const position = feature.geometry && firstPosition(feature.geometry);
    return position ? [{ feature, position }] : [];
  });
  const positions = sampled.map(({ position }) => position);
  const extent = await getExtent(em);
  const middle = extent && (extent[0] + extent[2]) / 2;
  const guess = guessByValues(positions, declarationIn(source, sample), middle);
  const systems = candidatesBeside(guess, middle);
  if (positions.length === 0 || systems.length === 0) return guess;
  const rows = placedRows(sampled, reading, systems, guess.swapAxes);
  return chooseByPlaces(guess, await findFits(em, reading.target, rows));
}

/** What the file declares as a whole, or else what its first geometry says of itself. */
function declarationIn(source: FeatureSource, sample: readonly SourceFeature[]): Declaration {
  if (source.declaredText !== null) return source;
  const srid = sample.find((feature) => feature.srid)?.srid;
  return srid === undefined ? SILENT : declarationOf([`EPSG:${srid}`]);
}

/** Every sampled row once for each of the systems. */
function placedRows(
  sampled: readonly SampledPosition[],
  reading: Reading,
  systems: readonly ReferenceSystem[],
  swapAxes: boolean,
): PlacedRow[] {
  const unused = {
    ...{ repair: false, skipErrors: false, createRegions: false },
    ...{ layer: null, encoding: null },
  };
  const read = rowReader({ ...reading, ...unused, system: 'WGS84', swapAxes });
  return sampled.flatMap(({ feature, position }) => {
    const { row, values } = read(feature);
    const text = (name: string): string | null => (values[name] as string | undefined) ?? null;
    const names = { code: text('code'), name: text('name'), community: text('community') };
    return systems.map((system) => ({
      row,
      system,
      position: hubPositionOrNowhere(position, { system, swapAxes }),
      ...names,
    }));
  });
}

/** In the sea, where the hub knows no feature: a position that cannot be of the system fits nothing. */
const NOWHERE: Position = [0, 0];

function hubPositionOrNowhere(
  position: Position,
  coordinates: Parameters<typeof toHubPosition>[1],
): Position {
  try {
    return toHubPosition(position, coordinates);
  } catch {
    return NOWHERE;
  }
}

function firstPosition(geometry: Geometry): Position | undefined {
  if (geometry.type === 'GeometryCollection') return undefined;
  let nested: unknown = geometry.coordinates;
  while (Array.isArray(nested) && Array.isArray(nested[0])) nested = nested[0];
  return Array.isArray(nested) && nested.length >= 2 ? (nested as Position) : undefined;
}
