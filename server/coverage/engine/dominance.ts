import { RHO_MIN, toCartesian } from './ellipsoid.ts';

/**
 * Leaves out circles of one radius that add nothing to a shape: those around a center B for which every
 * point of the shape is nearer to another center A.
 *
 * Nearer by the chord, that is: the points of space nearer to A than to B are a half-space, so what holds
 * for the vertices of a shape holds for their convex hull, and its surface leaves the hull by no more than
 * a little `bulge`. Circles are cut by their chord everywhere else, too, so that nothing changes but the
 * time: of a thousand facilities crowding at one side of a community a handful remain.
 *
 * @param centers positions in degrees
 * @param vertices of the shape: Cartesian coordinates in meters, in the frame of `centers`
 * @param steepest tan φ at the shape's latitude farthest from the equator
 * @returns those that remain, in their old order
 */
export function undominated(
  centers: readonly (readonly [lon: number, lat: number])[],
  vertices: Float64Array,
  steepest: number,
): readonly (readonly [lon: number, lat: number])[] {
  if (centers.length < 3) return centers;
  const middle = [0, 1, 2].map((k) => meanOf(vertices, k)) as [number, number, number];
  const span = 2 * Math.max(...distances(vertices, middle));
  // The ellipsoid rises over a plane, and a line straight in degrees leaves the geodesic.
  const bulge = ((2 + steepest) * span * span) / (8 * RHO_MIN);

  const xyz = new Float64Array(centers.length * 3);
  centers.forEach(([lon, lat], i) => {
    toCartesian(lon, lat, xyz, i * 3);
  });
  const far = distances(xyz, middle);
  const order = [...centers.keys()].sort(
    (a, b) => (far[a] as number) - (far[b] as number) || a - b,
  );
  const kept: number[] = [];
  for (const b of order) {
    if (!kept.some((a) => dominates(xyz, a * 3, b * 3, vertices, bulge))) kept.push(b);
  }
  return kept.sort((a, b) => a - b).map((i) => centers[i] as (typeof centers)[number]);
}

/** Whether every vertex is nearer to A than to B, by twice what the bulge may make of it. */
function dominates(
  xyz: Float64Array,
  a: number,
  b: number,
  vertices: Float64Array,
  bulge: number,
): boolean {
  const [ax, ay, az] = [xyz[a], xyz[a + 1], xyz[a + 2]] as [number, number, number];
  const [bx, by, bz] = [xyz[b], xyz[b + 1], xyz[b + 2]] as [number, number, number];
  const room = 2 * bulge * Math.hypot(ax - bx, ay - by, az - bz);
  for (let i = 0; i < vertices.length; i += 3) {
    const [x, y, z] = [vertices[i], vertices[i + 1], vertices[i + 2]] as [number, number, number];
    const toB = (x - bx) ** 2 + (y - by) ** 2 + (z - bz) ** 2;
    const toA = (x - ax) ** 2 + (y - ay) ** 2 + (z - az) ** 2;
    if (!(toB - toA > room)) return false;
  }
  return true;
}

function meanOf(xyz: Float64Array, k: number): number {
  let sum = 0;
  for (let i = k; i < xyz.length; i += 3) sum += xyz[i] as number;
  return (sum * 3) / xyz.length;
}

function distances(xyz: Float64Array, [x, y, z]: [number, number, number]): Float64Array {
  const meters = new Float64Array(xyz.length / 3);
  for (let i = 0; i < meters.length; i++) {
    meters[i] = Math.hypot(
      (xyz[i * 3] as number) - x,
      (xyz[i * 3 + 1] as number) - y,
      (xyz[i * 3 + 2] as number) - z,
    );
  }
  return meters;
}
