import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { comparable } from '../../formats/comparable-text.ts';
import type { RowFilter } from './lookup.queries.ts';

/** A kind, by all that it is called. */
interface KindNames {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
}

/**
 * The kind that a text of a file means: the one with this code or name, in either script and in the plural too; else the
 * only one whose name contains the text or is contained in it. Undefined for none, and for more than one.
 */
function kindOf(text: string, kinds: readonly KindNames[]): number | undefined {
  const given = comparable(text).trim();
  const one = given.replace(/(?<=[a-z]{2})s$/, '');
  const exact = kinds.find(({ code, name, nameEn }) =>
    [code, name, nameEn].map(comparable).some((known) => known === given || known === one),
  );
  if (exact) return exact.id;
  const alike = kinds.filter(({ name }) => {
    const known = comparable(name);
    return given.length > 1 && (known.includes(given) || given.includes(known));
  });
  return alike.length === 1 ? alike[0]?.id : undefined;
}

/** `kind_of (value, id)`: the kinds that the texts of the staged rows mean. */
export async function kindsByText(
  em: EntityManager,
  rows: RowFilter,
): Promise<RawBuilder<unknown>> {
  const db = em.getKysely();
  const { rows: kinds } = await sql<KindNames>`
    SELECT id, code, name, name_en AS "nameEn" FROM facility_kind ORDER BY id`.execute(db);
  const { rows: given } = await sql<{ value: string }>`
    SELECT DISTINCT s.kind AS value FROM import_feature s
    WHERE ${rows} AND s.kind IS NOT NULL`.execute(db);
  const found = given.flatMap(({ value }) => {
    const id = kindOf(value, kinds);
    return id === undefined ? [] : [{ value, id }];
  });
  return sql`kind_of AS MATERIALIZED (
    SELECT value, id FROM json_to_recordset(${JSON.stringify(found)}::json) AS k(value text, id int))`;
}
