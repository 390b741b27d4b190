import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { RuleRow } from '../rules/rules.queries.ts';
import { enclosingCircle } from './engine/index.ts';
import { judgeFor } from './judge-pool.ts';
import { communitiesInReach } from './judging.queries.ts';
import { findParts, readFacilities, readPart } from './reading.queries.ts';

/** How much a facility matters under a rule. */
export interface WorthRow {
  ruleId: number;
  communitiesWithin: number;
  residentsWithin: number;
  communitiesLosing: number;
  residentsLosing: number;
}

/**
 * What facilities are to communities and residents under a rule, by id: active ones of its kinds only. By
 * the engine that gives the verdicts: each facility is closed on trial, alone, and opened again.
 */
export async function worthOf(
  em: EntityManager,
  rule: RuleRow,
  facilityIds: readonly number[],
): Promise<Map<number, WorthRow>> {
  const { rows } = await sql<{ id: number; lon: number; lat: number }>`
    SELECT id, ST_X(location) AS lon, ST_Y(location) AS lat FROM facility
    WHERE active AND id = ANY(${[...facilityIds]}::int[])
      AND kind_id = ANY(${rule.kindIds}::int[])`.execute(em.getKysely());
  const worth = new Map<number, WorthRow>(
    rows.map(({ id }) => [
      id,
      {
        ruleId: rule.id,
        communitiesWithin: 0,
        residentsWithin: 0,
        communitiesLosing: 0,
        residentsLosing: 0,
      },
    ]),
  );
  const places = rows.map(({ lon, lat }) => [lon, lat]);
  const parts = await findParts(em, await communitiesInReach(em, [rule], places));
  for (const ids of parts) {
    const { boxes, ids: _, ...part } = await readPart(em, ids);
    if (boxes.length === 0) continue;
    const { lon, lat, meters } = enclosingCircle(boxes);
    const circle = { lon, lat, meters: meters + rule.radiusMeters };
    const facilities = await readFacilities(em, rule.kindIds, circle);
    const found = [...facilities.id].flatMap((id, index) => (worth.has(id) ? { id, index } : []));
    const outcome = await judgeFor(part).weigh({
      ...part,
      weighed: Int32Array.from(found, ({ index }) => index),
      rule: {
        radiusMeters: rule.radiusMeters,
        kinds: [0],
        reading: rule.reading,
        minimumShare: rule.minimumShare ?? 1,
      },
      facilities: {
        lon: facilities.lon,
        lat: facilities.lat,
        kind: new Int32Array(facilities.lon.length),
      },
    });
    for (const [i, { id }] of found.entries()) {
      const row = worth.get(id) as WorthRow;
      row.communitiesWithin += outcome.communitiesWithin[i] as number;
      row.residentsWithin += outcome.residentsWithin[i] as number;
      row.communitiesLosing += outcome.communitiesLosing[i] as number;
      row.residentsLosing += outcome.residentsLosing[i] as number;
    }
  }
  return worth;
}
