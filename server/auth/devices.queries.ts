import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { digestOf } from './secrets.ts';
import { networkOf } from './throttle.ts';

/** A device from which a person did not sign in for so long is unknown again. */
export const DEVICE_DAYS = 365;
/** Devices that are remembered of a person; the one used longest ago goes first. */
const MOST_DEVICES = 20;

/** What is known of the device and the address of an attempt to sign in. */
export interface KnownDevice {
  /** Null for an unknown device. */
  readonly deviceId: number | null;
  readonly isKnownAddress: boolean;
}

/** Whether the person of a name signed in by this device, or from this address, before. */
export async function findKnownDevice(
  em: EntityManager,
  name: string,
  { device, address }: { device: string | undefined; address: string },
): Promise<KnownDevice> {
  const { rows } = await sql<{ id: number | null; known: boolean | null }>`
    SELECT min(d.id) FILTER (WHERE d.digest = ${digestOf(device ?? '')}) AS id,
      bool_or(d.address = ${digestOf(networkOf(address))}) AS known
    FROM person p JOIN known_device d ON d.person_id = p.id
    WHERE p.name = ${name} AND p.active
      AND d.seen_at > now() - make_interval(days => ${sql.lit(DEVICE_DAYS)})`.execute(
    em.getKysely(),
  );
  return { deviceId: rows[0]?.id ?? null, isKnownAddress: rows[0]?.known ?? false };
}

/** Remembers that a person signed in by a device. Of its secret and its address digests are stored. */
export async function rememberDevice(
  tx: EntityManager,
  personId: number,
  { device, address }: { device: string; address: string },
): Promise<void> {
  await sql`INSERT INTO known_device (digest, person_id, address)
    VALUES (${digestOf(device)}, ${personId}, ${digestOf(networkOf(address))})
    ON CONFLICT (person_id, digest) DO UPDATE SET address = excluded.address, seen_at = now()`.execute(
    tx.getKysely(),
  );
  await sql`DELETE FROM known_device WHERE person_id = ${personId} AND id NOT IN (
    SELECT id FROM known_device WHERE person_id = ${personId}
    ORDER BY seen_at DESC, id DESC LIMIT ${sql.lit(MOST_DEVICES)})`.execute(tx.getKysely());
}

/** Forgets all devices of a person, as when their password is set anew. */
export async function forgetDevices(tx: EntityManager, personId: number): Promise<void> {
  await sql`DELETE FROM known_device WHERE person_id = ${personId}`.execute(tx.getKysely());
}
