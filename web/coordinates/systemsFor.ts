import {
  REFERENCE_SYSTEMS,
  type ReferenceSystemInfo,
} from '../../server/coordinates/reference-names.ts';
import type { BBox } from '../view/view.ts';

/** Degrees beyond a zone within which its numbers are still in use. */
const MARGIN = 1.5;

/** Systems that can express a city, in the groups of the list: a zone far away could not. */
export function systemsFor(
  bbox: BBox | null | undefined,
): Record<'common' | 'near' | 'other', ReferenceSystemInfo[]> {
  const [west, , east] = bbox ?? [-180, -90, 180, 90];
  const fits = ({ area }: ReferenceSystemInfo): boolean =>
    area[0] - MARGIN <= west && east <= area[2] + MARGIN;
  return {
    common: REFERENCE_SYSTEMS.filter(({ axisUnits }) => axisUnits === 'degrees'),
    near: REFERENCE_SYSTEMS.filter((info) => info.zone !== null && fits(info)),
    other: REFERENCE_SYSTEMS.filter(
      ({ axisUnits, zone }) => axisUnits === 'meters' && zone === null,
    ),
  };
}
