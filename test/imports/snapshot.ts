import { sql } from 'kysely';
import { judgeCommunities } from '../../server/coverage/judging.queries.ts';
import type { TestHub } from '../setup/hub.ts';

/** Everything that an import could change, without versions and the history, which only grow. */
export async function everything(hub: TestHub): Promise<string> {
  const { rows } = await sql<{ state: string }>`SELECT md5(concat(
    (SELECT string_agg(concat_ws('|', id, code, name, name_simplified, kind_id, location::text,
      community_id, active, address, opening, note, attributes, source, import_id), ',' ORDER BY id)
      FROM facility WHERE active),
    (SELECT string_agg(concat_ws('|', id, code, name, name_simplified, name_en, region_id, population,
      households, population_date, boundary::text, service_point::text, service_point_origin,
      import_id), ',' ORDER BY id) FROM community),
    (SELECT string_agg(concat_ws('|', id, code, name, community_id, boundary::text, households,
      residents, status, import_id), ',' ORDER BY id) FROM grid),
    (SELECT string_agg(concat_ws('|', id, code, community_id, location::text, residents, households,
      modelled, import_id), ',' ORDER BY id) FROM resident_cell),
    (SELECT string_agg(v::text, ',' ORDER BY rule_id, community_id) FROM coverage v)
  )) AS state`.execute(hub.database.orm.em.fork().getKysely());
  return rows[0]?.state ?? '';
}

/** Judges everything anew; gives the communities whose stored coverage was not what it should have been. */
export function judgeAll(hub: TestHub): Promise<number[]> {
  return hub.database.orm.em.fork().transactional((tx) => judgeCommunities(tx));
}
