import { chordSurelyWithin, RHO_MIN, toCartesian } from './ellipsoid.ts';

/** A box of degrees. */
export interface DegreeBox {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

const RADIANS = Math.PI / 180;
/** A box is quartered no more often than this: into 256 pieces. */
const MOST_QUARTERINGS = 4;

/**
 * Whether circles of one radius surely hold a whole box of degrees together: each piece of it lies in one
 * circle. Pieces that no circle holds are quartered, and where none holds so much as the middle of one, the
 * answer is no. A no proves nothing; a yes does, to the last point, and costs a fraction of an integral.
 *
 * That a circle holds a piece follows from its corners: a side could leave a circle that holds both its ends
 * only by bending more sharply than the circle, about 1 / r, and the geodesic curvature of a parallel is
 * tan φ / R, of a meridian none.
 */
export function surelyCovered(
  box: DegreeBox,
  centers: readonly (readonly [lon: number, lat: number])[],
  radiusMeters: number,
): boolean {
  const steepest = Math.tan(Math.max(Math.abs(box.south), Math.abs(box.north)) * RADIANS);
  if (centers.length === 0 || 1.2 * steepest * radiusMeters > RHO_MIN) return false;
  const chord = chordSurelyWithin(radiusMeters);
  if (chord <= 0) return false;
  const xyz = new Float64Array(centers.length * 3);
  centers.forEach(([lon, lat], i) => {
    toCartesian(lon, lat, xyz, i * 3);
  });
  return isHeld(box, xyz, chord * chord, MOST_QUARTERINGS);
}

function isHeld(
  box: DegreeBox,
  centers: Float64Array,
  chordSquared: number,
  quarterings: number,
): boolean {
  const { west, south, east, north } = box;
  const [lon, lat] = [(west + east) / 2, (south + north) / 2];
  const places = new Float64Array(15);
  toCartesian(lon, lat, places, 0);
  toCartesian(west, south, places, 3);
  toCartesian(east, south, places, 6);
  toCartesian(west, north, places, 9);
  toCartesian(east, north, places, 12);
  let holdsMiddle = false;
  for (let i = 0; i < centers.length; i += 3) {
    if (squaredChord(centers, i, places, 0) > chordSquared) continue;
    holdsMiddle = true;
    let corner = 3;
    while (corner < 15 && squaredChord(centers, i, places, corner) <= chordSquared) corner += 3;
    if (corner === 15) return true;
  }
  if (!holdsMiddle || quarterings === 0) return false;
  const quarters: DegreeBox[] = [
    { west, south, east: lon, north: lat },
    { west: lon, south, east, north: lat },
    { west, south: lat, east: lon, north },
    { west: lon, south: lat, east, north },
  ];
  return quarters.every((quarter) => isHeld(quarter, centers, chordSquared, quarterings - 1));
}

function squaredChord(a: Float64Array, i: number, b: Float64Array, j: number): number {
  const dx = (a[i] as number) - (b[j] as number);
  const dy = (a[i + 1] as number) - (b[j + 1] as number);
  const dz = (a[i + 2] as number) - (b[j + 2] as number);
  return dx * dx + dy * dy + dz * dz;
}
