import { bd09Shift } from './bd09.ts';
import type { CoordinateSystem, Position } from './coordinate-system.ts';
import { gcj02Shift } from './gcj02.ts';
import { shareOfShift } from './rectangle.ts';

/** The last step of an inverse is no longer than this, degrees (0.1 µm); what is left is rounding. */
const NEAR = 1e-12;
/** Each step leaves at most a twentieth of the error, so a dozen are enough; the rest is margin. */
const MOST_STEPS = 40;

type Shift = (position: Position) => Position;

/**
 * A WGS 84 position in another system. Degrees in, degrees out.
 *
 * In China these are the public formulas. Outside their rectangle nothing is changed, neither for GCJ-02
 * nor for BD-09: map services use WGS 84 there. Just inside of its edge the shift fades, so that the
 * conversion is one-to-one everywhere on Earth ({@link shareOfShift}).
 */
export function fromWgs84(system: CoordinateSystem, position: Position): Position {
  if (system === 'WGS84') return position;
  const gcj02 = shifted(gcj02Shift, position);
  return system === 'GCJ02' ? gcj02 : shifted(bd09Shift, gcj02);
}

/**
 * The WGS 84 position of coordinates of another system: the exact inverse of {@link fromWgs84}, to better
 * than 10⁻⁹ degrees (0.1 mm), so that converting forth and back never moves anything. Degrees in, degrees
 * out. Coordinates known to six decimals are good to 0.1 m, and to what the public formula is worth.
 */
export function toWgs84(system: CoordinateSystem, position: Position): Position {
  if (system === 'WGS84') return position;
  const gcj02 = system === 'BD09' ? unshifted(bd09Shift, position) : position;
  return unshifted(gcj02Shift, gcj02);
}

function shifted(shift: Shift, position: Position): Position {
  const share = shareOfShift(position);
  if (share === 0) return position;
  const [east, north] = shift(position);
  return [position[0] + share * east, position[1] + share * north];
}

/**
 * The position that is shifted onto `image`, by the fixed point of p = image − shift(p). The shift changes
 * by at most 0.05 degrees per degree (the most in the band where it fades), so p converges to the one
 * solution from anywhere.
 */
function unshifted(shift: Shift, image: Position): Position {
  let [lon, lat] = image;
  for (let step = 0; step < MOST_STEPS; step++) {
    const [x, y] = shifted(shift, [lon, lat]);
    const [east, north] = [x - image[0], y - image[1]];
    lon -= east;
    lat -= north;
    if (Math.abs(east) <= NEAR && Math.abs(north) <= NEAR) break;
  }
  return [lon, lat];
}
