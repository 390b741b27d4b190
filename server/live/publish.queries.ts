import type { EntityManager } from '@mikro-orm/postgresql';
import type { Position } from 'geojson';
import { sql } from 'kysely';
import { communityBoxes } from '../communities/communities.queries.ts';
import type { BBox } from '../shared/geo-input.ts';
import { boxAround } from './boxes.ts';

/** What a write did, as all processes of the hub are told. */
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

/** Channel of the database that changes are told on. */
export const CHANGE_CHANNEL = 'jinlin_change';
/** PostgreSQL takes less than 8,000 bytes (documentation of NOTIFY). */
const MOST_BYTES = 7_999;

/**
 * Tells all processes of the hub what a write changed, when its transaction commits, and nobody when it is
 * rolled back. Call it in the transaction of every write that makes a data version.
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
  await sql`SELECT pg_notify(${CHANGE_CHANNEL}, ${message})`.execute(tx.getKysely());
}
