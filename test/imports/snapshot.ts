import { sql } from 'kysely';
import { judgeCommunities } from '../../server/coverage/judging.queries.ts';
import type { TestHub } from '../setup/hub.ts';

/** Everything that an import could change, without versions and the history, which only grow. */
export async function everything(hub: TestHub): Promise<string> {
  const { rows } = await sql<{ state: string }>`SELECT md5(concat(
    (SELECT string_agg(jsonb_populate_record(f, '{"version": 0, "updated_at": null}')::text, ','
      ORDER BY id) FROM facility f WHERE active),
    (SELECT string_agg(jsonb_populate_record(c, '{"version": 0}')::text, ',' ORDER BY id)
      FROM community c),
    (SELECT string_agg(g::text, ',' ORDER BY id) FROM grid g),
    (SELECT string_agg(r::text, ',' ORDER BY id) FROM resident_cell r),
    (SELECT string_agg(v::text, ',' ORDER BY rule_id, community_id) FROM coverage v)
  )) AS state`.execute(hub.database.orm.em.fork().getKysely());
  return rows[0]?.state ?? '';
}

/** Judges everything anew; gives the communities whose stored coverage was not what it should have been. */
export function judgeAll(hub: TestHub): Promise<number[]> {
  return hub.database.orm.em.fork().transactional((tx) => judgeCommunities(tx));
}
