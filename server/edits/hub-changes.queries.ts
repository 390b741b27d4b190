import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { beginWrite } from '../hub/hub.queries.ts';
import { publishChange } from '../hub/publish.queries.ts';
import type { HubSettings } from './hub-change.input.ts';

/** Stores settings of the city; what is undefined stays. */
export function updateHub(
  em: EntityManager,
  { cityName, cityNameEn, attribution }: HubSettings,
): Promise<void> {
  return em.transactional(async (tx) => {
    const dataVersion = await beginWrite(tx);
    await sql`
      UPDATE hub SET city_name = coalesce(${cityName ?? null}::text, city_name),
        city_name_en = coalesce(${cityNameEn ?? null}::text, city_name_en),
        attribution = coalesce(${attribution ? JSON.stringify(attribution) : null}::jsonb, attribution)`.execute(
      tx.getKysely(),
    );
    await publishChange(tx, { dataVersion, everything: true });
  });
}
