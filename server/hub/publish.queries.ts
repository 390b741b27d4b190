import type { EntityManager } from '@mikro-orm/postgresql';
import type { Position } from 'geojson';
import { sql } from 'kysely';
import type { BBox } from '../shared/geo-input.ts';
import { boxAround } from './boxes.ts';
import { communityBoxes } from './community-boxes.queries.ts';

/** What a write did, as it is sent to all processes of the hub. */
export interface Change {
  /** The data version that the write made. */
  readonly dataVersion: string;
  /** Facilities that are not as they were. */
  readonly facilityIds?: readonly number[];
  /** Communities whose coverage, or whose figures, are not as they were. */
  readonly communityIds?: readonly number[];
  /** Where the facilities stood and stand, `[longitude, latitude]`. */
  readonly places?: readonly Position[];
  /** More changed than can be listed. */
  readonly everything?: boolean;
  /** What `everything` is limited to, if to anything. */
  readonly box?: BBox | undefined;
}

/** Channel of the database on which changes are published, with the name of the schema behind it. */
export const CHANGE_CHANNEL = 'jinlin_change';
/** PostgreSQL takes less than 8,000 bytes (documentation of NOTIFY). */
const MOST_BYTES = 7_999;

/**
 * Publishes to all processes of the hub what a write changed, when its transaction commits; nothing when it
 * is rolled back. Call it in the transaction of every write that makes a data version.
 */
export async function publishChange(tx: EntityManager, change: Change): Promise<void> {
  let message = JSON.stringify(change);
  if (Buffer.byteLength(message) > MOST_BYTES) {
    const { dataVersion, places = [], communityIds = [] } = change;
    const points = places.map(([lon = 0, lat = 0]): BBox => [lon, lat, lon, lat]);
    const boxes = await communityBoxes(tx, communityIds);
    // A community without a boundary can be anywhere.
    const box = communityIds.every((id) => boxes.has(id))
      ? boxAround([...points, ...boxes.values()])
      : undefined;
    message = JSON.stringify({ dataVersion, everything: true, box } satisfies Change);
  }
  await sql`SELECT pg_notify(${CHANGE_CHANNEL} || '_' || current_schema(), ${message})`.execute(
    tx.getKysely(),
  );
}
