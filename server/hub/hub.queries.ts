import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { BBox } from '../shared/geo-input.ts';
import { boxOf } from '../shared/shapes.ts';

/** What the hub says of its data as a whole. */
export interface HubRow {
  dataVersion: string;
  cityName: string;
  cityNameEn: string;
  attribution: { name: string; nameEn: string; licence: string; url?: string }[];
}

/** The hub's own row. */
export async function getHub(em: EntityManager): Promise<HubRow> {
  const { rows } = await sql<HubRow>`
    SELECT revision::text AS "dataVersion", city_name AS "cityName", city_name_en AS "cityNameEn",
      attribution FROM hub`.execute(em.getKysely());
  return rows[0] as HubRow;
}

/** The data version: it grows with every write, and every answer of one version is the same. */
export async function getDataVersion(em: EntityManager): Promise<string> {
  const { rows } = await sql<{
    version: string;
  }>`SELECT revision::text AS version FROM hub`.execute(em.getKysely());
  return rows[0]?.version ?? '0';
}

/**
 * Begins a write: call it first in the transaction of every mutation. It makes the next data version,
 * and makes writers wait for each other, so that each judges what the one before it left.
 */
export async function beginWrite(em: EntityManager): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    UPDATE hub SET revision = revision + 1 RETURNING revision::text AS version`.execute(
    em.getKysely(),
  );
  return rows[0]?.version ?? '0';
}

/** Makes writers wait until the end of the transaction, without a new data version. */
export async function holdWrites(em: EntityManager): Promise<void> {
  await sql`SELECT 1 FROM hub FOR UPDATE`.execute(em.getKysely());
}

/** Bounding box of all communities; null when there is none with a boundary. */
export async function getExtent(em: EntityManager): Promise<BBox | null> {
  const { rows } = await sql<{ bbox: BBox | null }>`
    SELECT ${boxOf(sql`extent`)} AS bbox
    FROM (SELECT ST_Extent(boundary) AS extent FROM community) whole`.execute(em.getKysely());
  return rows[0]?.bbox ?? null;
}
