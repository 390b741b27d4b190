import type { BBox } from '../shared/geo-input.ts';

/** Whether two boxes have a point in common; their edges belong to them. */
export function touches(a: BBox, b: BBox): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

/** The smallest box around all of the boxes; undefined when there is none. */
export function boxAround(boxes: readonly BBox[]): BBox | undefined {
  const [first, ...others] = boxes;
  return first && others.reduce(joined, first);
}

function joined(a: BBox, b: BBox): BBox {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
