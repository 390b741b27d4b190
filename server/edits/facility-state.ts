import type { Facility } from '../../db/entities/facility.ts';

/** Fields that may be empty, as they are kept in the history besides those that may not. */
const OPTIONAL = ['nameSimplified', 'code', 'address', 'opening', 'note', 'attributes'] as const;
type Optional = (typeof OPTIONAL)[number];
/** Names of all fields of a {@link FacilityState}. */
export const STATE_FIELDS = ['kind', 'name', 'location', 'active', ...OPTIONAL] as const;

/** All of a facility that can be changed, as it is kept in the history. */
export type FacilityState = {
  /** Code of its kind. */
  readonly kind: string;
  readonly name: string;
  /** `[longitude, latitude]`, degrees on WGS 84. */
  readonly location: readonly number[];
  readonly active: boolean;
} & { readonly [K in Optional]: NonNullable<Facility[K]> | null };

/** What of a facility is to be different. */
export type FacilityPatch = Partial<FacilityState>;

type Key = keyof FacilityState;

function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** JSON with sorted keys: the database does not keep the order of an object's keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** The fields in which two states differ. */
export function differences(before: FacilityState, after: FacilityState): Key[] {
  return (Object.keys(after) as Key[]).filter((key) => !same(before[key], after[key]));
}

/** The state that a patch makes. A new name has no simplified form of its own yet. */
export function patched(before: FacilityState, patch: FacilityPatch): FacilityState {
  const renamed = patch.name !== undefined && patch.name !== before.name;
  return { ...before, ...(renamed && { nameSimplified: null }), ...placed(patch) };
}

/** The state of a facility that does not exist yet. */
export function newState(patch: FacilityPatch): FacilityState {
  const { kind = '', name = '', location = [], ...rest } = placed(patch);
  return { kind, name, location, active: true, ...optionalFields(() => null), ...rest };
}

/** The state of a stored facility, which must have been read with its kind. */
export function facilityState(facility: Facility): FacilityState {
  const { kind, name, location, active } = facility;
  return {
    kind: kind.code,
    name,
    location: location.coordinates,
    active,
    ...optionalFields((field) => facility[field] ?? null),
  };
}

function optionalFields(value: (field: Optional) => unknown): Pick<FacilityState, Optional> {
  return Object.fromEntries(OPTIONAL.map((field) => [field, value(field)])) as Pick<
    FacilityState,
    Optional
  >;
}

/** Places are kept to 1e-7° (1 cm), as they are given, so that what was written is what is read. */
function placed(patch: FacilityPatch): FacilityPatch {
  const { location } = patch;
  return location
    ? { ...patch, location: location.map((degrees) => Number(degrees.toFixed(7))) }
    : patch;
}

/** The patch that takes a change back: what it changed becomes what it was before. */
export function reverse(before: FacilityState | null, after: FacilityState): FacilityPatch {
  if (!before) return { active: false };
  return Object.fromEntries(differences(before, after).map((key) => [key, before[key]]));
}

/** What a later change has altered since, of all that a change made. */
export function alteredSince(
  before: FacilityState | null,
  after: FacilityState,
  now: FacilityState,
): Key[] {
  const made: Key[] = before ? differences(before, after) : ['active'];
  return made.filter((key) => !same(after[key], now[key]));
}
