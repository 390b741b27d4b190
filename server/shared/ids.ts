import { BadUserInputError } from './errors.ts';

/** Types that have a global id. */
export type IdType =
  | 'region'
  | 'community'
  | 'facility'
  | 'grid'
  | 'person'
  | 'token'
  | 'session'
  | 'change'
  | 'proposal'
  | 'import';

const GREATEST_ID = 2_147_483_647;

/** The id that clients see: opaque, unique across types, for instance `facility_12`. */
export function globalId(type: IdType, id: number): string {
  return `${type}_${id}`;
}

/** The database id of a global id. @throws BAD_USER_INPUT naming `field` when it is not one of `type` */
export function localId(type: IdType, id: string, field: string): number {
  const match = /^([a-z]+)_([1-9][0-9]{0,9})$/.exec(id);
  const number = Number(match?.[2]);
  if (match?.[1] !== type || number > GREATEST_ID) {
    throw new BadUserInputError(
      field,
      `${JSON.stringify(id.slice(0, 40))} is not the id of a ${type}; take it from the field \`id\`.`,
    );
  }
  return number;
}
