import { bbox } from '@turf/bbox';
import type { BBox, Position } from '../view/view.ts';

/** The box around positions, of which there must be one. */
export function boxAround(positions: readonly Position[]): BBox {
  return bbox({ type: 'MultiPoint', coordinates: [...positions] }) as BBox;
}
