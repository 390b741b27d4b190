import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { BBox } from '../shared/geo-input.ts';
import { boxOf } from '../shared/shapes.ts';

/** Bounding boxes of the boundaries, `[west, south, east, north]` on WGS 84, by community id. */
export async function communityBoxes(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, BBox>> {
  const { rows } = await sql<{ id: number; bbox: BBox }>`
    SELECT id, ${boxOf(sql`boundary`)} AS bbox
    FROM community WHERE id = ANY(${[...ids]}::int[]) AND boundary IS NOT NULL`.execute(
    em.getKysely(),
  );
  return new Map(rows.map(({ id, bbox }) => [id, bbox]));
}
