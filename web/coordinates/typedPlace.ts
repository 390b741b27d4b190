import {
  type CoordinateSystem,
  isPlace,
  parsePlace,
  toWgs84,
} from '../../server/coordinates/index.ts';
import type { PlaceProblem } from '../../server/coordinates/place.ts';
import type { Position } from '../view/view.ts';

/** Coordinates as they stand in their field. */
export interface TypedPlace {
  readonly text: string;
  /** The system that the person chose; null where the text's own counts, if it has one. */
  readonly system: CoordinateSystem | null;
  /** The pin has been put there: from then on the pin counts, wherever it is moved. */
  readonly isPut: boolean;
}

/** An empty field. */
export const NOTHING_TYPED: TypedPlace = { text: '', system: null, isPut: false };

/** What a field of coordinates holds that a form must not lose. */
export type TypedReading =
  /** Nothing, or what has been put already. */
  | { readonly state: 'none' }
  /** A place, longitude and latitude in degrees on WGS 84. */
  | { readonly state: 'place'; readonly at: Position }
  /** No place yet; `WHICH` where only the system is missing. */
  | { readonly state: 'unclear'; readonly problem: PlaceProblem | 'WHICH' };

/** Reads a field of coordinates as Save and "put it there" take it. Nothing is converted unless its system is known. */
export function readTyped({ text, system, isPut }: TypedPlace): TypedReading {
  if (isPut || text.trim() === '') return { state: 'none' };
  const found = parsePlace(text);
  if (!isPlace(found)) return { state: 'unclear', problem: found.code };
  const known = system ?? (found.system === 'UNKNOWN' ? null : found.system);
  if (!known) return { state: 'unclear', problem: 'WHICH' };
  const [lon, lat] = toWgs84(known, [found.lon, found.lat]);
  return { state: 'place', at: [lon, lat] };
}
