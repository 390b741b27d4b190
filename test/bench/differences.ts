import type { Client } from 'pg';
import type { RuleOutcome } from '../../server/coverage/engine/index.ts';
import type { EngineInput } from './engine-input.ts';
import type { SqlRule } from './sql-forms.ts';

/** Distances may differ by so much. */
const MILLIMETER = 1e-3;

/**
 * Compares what SQL worked out (the tables plain_, settled_, points_, areas_ and rough_, by rule) with what the
 * engine worked out in memory and with what the hub stored. Says how many communities differ.
 */
export async function differences(
  client: Client,
  rules: readonly SqlRule[],
  { communityIds }: EngineInput,
  outcomes: readonly RuleOutcome[],
): Promise<string[]> {
  const lines: string[] = [];
  for (const [i, { id, code }] of rules.entries()) {
    const { rows } = await client.query<Row>(`
      SELECT c.id, coalesce(plain.covered, 0) AS covered, points.meters, points.within, areas.share, rough.share AS "roughShare",
        coalesce(settled.covered, 0) <> coalesce(plain.covered, 0) AS "formsDiffer",
        (v.residents_covered, v.facilities_within)
          IS DISTINCT FROM (coalesce(plain.covered, 0), points.within) AS "storedDiffers",
        abs(v.nearest_distance_meters - points.meters) AS "metersApart"
      FROM community c LEFT JOIN coverage v ON v.community_id = c.id AND v.rule_id = ${id}
      LEFT JOIN plain_${id} plain ON plain.community_id = c.id
      LEFT JOIN settled_${id} settled ON settled.community_id = c.id
      JOIN points_${id} points ON points.community_id = c.id
      JOIN areas_${id} areas ON areas.community_id = c.id
      JOIN rough_${id} rough ON rough.community_id = c.id ORDER BY c.id`);
    const outcome = outcomes[i] as RuleOutcome;
    const place = new Map(Array.from(communityIds, (communityId, c) => [communityId, c]));
    const count = (differs: (row: Row, c: number) => boolean): number =>
      rows.filter((row) => differs(row, place.get(row.id) as number)).length;
    const apart = (share: (row: Row) => number): string =>
      rows
        .reduce((most, row) => {
          const judged = outcome.areaCoveredShare[place.get(row.id) as number] as number;
          return Math.max(most, Math.abs(judged - share(row)));
        }, 0)
        .toFixed(5);
    lines.push(
      `${code}: communities ${rows.length}, without a facility within the radius ${count((row) => row.within === 0)}`,
      `${code}: residents covered differ in ${count((row, c) => row.covered !== outcome.residentsCovered[c])}, between the forms of SQL in ${count((row) => row.formsDiffer)}`,
      `${code}: facilities within differ in ${count((row, c) => row.within !== outcome.facilitiesWithin[c])}, distances by more than 1 mm in ${count((row, c) => !(Math.abs((outcome.nearestMeters[c] as number) - row.meters) <= MILLIMETER))}`,
      `${code}: what is stored differs in ${count((row) => row.storedDiffers || !(row.metersApart <= MILLIMETER))}`,
      `${code}: shares of area differ by ${apart((row) => row.share)} at most (geodesic circles), by ${apart((row) => row.roughShare)} (projected ones)`,
    );
  }
  return lines;
}

interface Row {
  id: number;
  covered: number;
  meters: number;
  within: number;
  share: number;
  roughShare: number;
  formsDiffer: boolean;
  storedDiffers: boolean;
  metersApart: number;
}
