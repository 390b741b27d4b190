import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { RegionLevel } from '../../db/entities/region.ts';
import { beginWrite } from '../hub/hub.queries.ts';
import { publishChange } from '../hub/publish.queries.ts';
import { codePrefix, LEVELS_UPWARD } from '../regions/region-code.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import type { NewRegion, RegionNames } from './region.input.ts';

/** What a write of a region did. */
export interface RegionChange {
  readonly regionId: number;
  readonly dataVersion: string;
}

interface StoredRegion {
  readonly id: number;
  readonly code: string;
  readonly level: RegionLevel;
}

/**
 * Creates a region. @throws CONFLICT for a code that exists, with zeros behind it or without; NOT_FOUND for an unknown
 * region above; BAD_USER_INPUT for one that is not above
 */
export function createRegion(em: EntityManager, region: NewRegion): Promise<RegionChange> {
  return em.transactional(async (tx) => {
    const dataVersion = await beginWrite(tx);
    const { code, level, name, nameSimplified, nameEn } = region;
    await demandFree(tx, code);
    const parentId = await findParent(tx, region);
    const { rows } = await sql<{ id: number }>`
      INSERT INTO region (code, level, name, name_simplified, name_en, parent_id)
      VALUES (${code}, ${level}, ${name}, ${nameSimplified ?? null}, ${nameEn ?? null}, ${parentId})
      RETURNING id`.execute(tx.getKysely());
    await publishChange(tx, { dataVersion, everything: true });
    return { regionId: (rows[0] as { id: number }).id, dataVersion };
  });
}

/** Puts names of a region right, or the region above. @throws NOT_FOUND, BAD_USER_INPUT */
export function updateRegion(
  em: EntityManager,
  id: number,
  names: RegionNames,
  parent: string | undefined,
): Promise<RegionChange> {
  return em.transactional(async (tx) => {
    const dataVersion = await beginWrite(tx);
    const db = tx.getKysely();
    const { rows } = await sql<StoredRegion>`
      SELECT id, code, level FROM region WHERE id = ${id}`.execute(db);
    const [region] = rows;
    if (!region) {
      throw new NotFoundError(
        'input.id',
        `input.id: there is no region ${globalId('region', id)}.`,
      );
    }
    const parentId = parent === undefined ? null : await namedParent(tx, parent, region.level);
    const { name = null, nameSimplified, nameEn } = names;
    await sql`
      UPDATE region SET name = coalesce(${name}::text, name),
        name_simplified = CASE WHEN ${nameSimplified !== undefined} THEN ${nameSimplified ?? null}::text
          ELSE name_simplified END,
        name_en = CASE WHEN ${nameEn !== undefined} THEN ${nameEn ?? null}::text ELSE name_en END,
        parent_id = coalesce(${parentId}::int, parent_id)
      WHERE id = ${id}`.execute(db);
    await publishChange(tx, { dataVersion, everything: true });
    return { regionId: id, dataVersion };
  });
}

async function demandFree(tx: EntityManager, code: string): Promise<void> {
  const { rows } = await sql<{ code: string; name: string }>`
    SELECT code, name FROM region WHERE code_prefix = ${codePrefix(code)} LIMIT 1`.execute(
    tx.getKysely(),
  );
  const [other] = rows;
  if (!other) return;
  throw new ConflictError(
    'input.code',
    `input.code: ${other.name} has the code ${other.code} already; correct that one by updateRegion.`,
    { region: other.code },
  );
}

/** The region that is named, else the lowest one with whose code the new code begins. */
async function findParent(
  tx: EntityManager,
  { code, level, parent }: NewRegion,
): Promise<number | null> {
  if (parent !== null) return namedParent(tx, parent, level);
  const { rows } = await sql<StoredRegion>`
    SELECT id, code, level FROM region WHERE starts_with(${codePrefix(code)}, code_prefix)
    ORDER BY length(code_prefix) DESC`.execute(tx.getKysely());
  return rows.find((above) => isAbove(above.level, level))?.id ?? null;
}

async function namedParent(tx: EntityManager, code: string, level: RegionLevel): Promise<number> {
  const { rows } = await sql<StoredRegion>`
    SELECT id, code, level FROM region WHERE code = ${code.replaceAll('\0', '')}`.execute(
    tx.getKysely(),
  );
  const [parent] = rows;
  if (!parent) {
    const shown = JSON.stringify(code.slice(0, 40));
    throw new NotFoundError(
      'input.parent',
      `input.parent: there is no region with the code ${shown}; the query \`regions\` lists them.`,
    );
  }
  if (isAbove(parent.level, level)) return parent.id;
  throw new BadUserInputError(
    'input.parent',
    `is a ${parent.level}, in which no ${level} lies; name a region of a higher level.`,
  );
}

function isAbove(above: RegionLevel, below: RegionLevel): boolean {
  return LEVELS_UPWARD.indexOf(above) > LEVELS_UPWARD.indexOf(below);
}
