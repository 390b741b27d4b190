import {
  COMMON_CODES,
  commonErrorMeters,
  commonSystem,
  type ReferenceSystem,
  type ReferenceSystemInfo,
} from '../coordinates/reference-names.ts';
import { type EpsgSystem, epsgSystem } from './epsg/registry.ts';

/** Numbers are at most so long. */
const IDENTIFIER = /^EPSG:([1-9]\d{3,5})$/;
const known = new Map<ReferenceSystem, ReferenceSystemInfo>();

/** The facts of a system. */
export function infoOf(system: ReferenceSystem): ReferenceSystemInfo {
  const info = commonSystem(system) ?? known.get(system) ?? describe(system, definitionOf(system));
  known.set(system, info);
  return info;
}

/** Whether a text is the identifier of a reference system. */
export function isReferenceSystem(id: string): id is ReferenceSystem {
  return commonSystem(id) !== undefined || registered(id) !== undefined;
}

/** The units of both axes. */
export function axisUnits(system: ReferenceSystem): ReferenceSystemInfo['axisUnits'] {
  return infoOf(system).axisUnits;
}

/**
 * How far a place may be off after its conversion, at most, in meters; not counting how well it was measured. For
 * systems of EPSG's registry it is what is published there, and 2 for frames that are taken for WGS 84.
 */
export function statedErrorMeters(system: ReferenceSystem): number {
  return commonSystem(system) ? commonErrorMeters(system) : definitionOf(system).errorMeters;
}

/** What the registry says of a system that is none of the common ones. */
export function definitionOf(system: ReferenceSystem): EpsgSystem {
  const found = registered(system);
  if (!found) throw new Error(`${system} is no reference system.`);
  return found;
}

function registered(id: string): EpsgSystem | undefined {
  const code = Number(IDENTIFIER.exec(id)?.[1] ?? Number.NaN);
  if (Number.isNaN(code) || COMMON_CODES.has(code)) return undefined;
  const found = epsgSystem(code);
  return typeof found === 'object' ? found : undefined;
}

function describe(id: ReferenceSystem, { name, area, axisUnits, code }: EpsgSystem) {
  return { id, names: { zh: name, en: name }, area, epsg: code, axisUnits, zone: null };
}
