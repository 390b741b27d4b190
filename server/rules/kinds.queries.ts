import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { FacilityKind } from '../../db/entities/facility-kind.ts';
import type { Context } from '../access/context.ts';
import { load } from '../lists/loader.ts';
import { NotFoundError } from '../shared/errors.ts';

/** A kind of facility as it is read. */
export type KindRow = Pick<FacilityKind, 'id' | 'code' | 'name' | 'nameEn' | 'description'>;

/** All kinds of facility, by code. */
export async function findKinds(em: EntityManager): Promise<KindRow[]> {
  const { rows } = await sql<KindRow>`
    SELECT id, code, name, name_en AS "nameEn", description
    FROM facility_kind ORDER BY code COLLATE "C"`.execute(em.getKysely());
  return rows;
}

/** The kind with this code. @throws NOT_FOUND naming `field` and the codes that exist */
export async function getKind(em: EntityManager, code: string, field: string): Promise<KindRow> {
  return kindOf(await findKinds(em), code, field);
}

/** The id of the kind with this code, read once a request. @throws NOT_FOUND naming `field` */
export async function requireKind(context: Context, code: string, field: string): Promise<number> {
  return kindOf((await load(context, allKinds, 'all')) ?? [], code, field).id;
}

async function allKinds(em: EntityManager): Promise<Map<string, KindRow[]>> {
  return new Map([['all', await findKinds(em)]]);
}

/** The kinds with these codes. @throws NOT_FOUND naming the code's place in `field` */
export async function getKinds(
  em: EntityManager,
  codes: readonly string[],
  field: string,
): Promise<KindRow[]> {
  const kinds = await findKinds(em);
  return codes.map((code, i) => kindOf(kinds, code, `${field}[${i}]`));
}

function kindOf(kinds: readonly KindRow[], code: string, field: string): KindRow {
  const kind = kinds.find((candidate) => candidate.code === code);
  if (!kind) {
    const known = kinds.map((candidate) => candidate.code).join(', ');
    throw new NotFoundError(
      field,
      `${field}: there is no facility kind with the code ${JSON.stringify(code.slice(0, 40))}; there are: ${known}.`,
    );
  }
  return kind;
}

/** Kinds by id. There are few: one statement reads them all. */
export async function kindsById(em: EntityManager): Promise<Map<number, KindRow>> {
  return new Map((await findKinds(em)).map((kind) => [kind.id, kind]));
}
