import fc from 'fast-check';
import type { MultiPolygon, Point, Position } from 'geojson';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { judgeCommunities } from '../../server/coverage/judging.queries.ts';
import { importCells, updateCommunity } from '../../server/edits/community-changes.queries.ts';
import type { Edit } from '../../server/edits/edit.ts';
import { editFacility } from '../../server/edits/edits.queries.ts';
import { previewEdit } from '../../server/edits/preview.queries.ts';
import { createRule, retireRule, updateRule } from '../../server/edits/rule-changes.queries.ts';
import { undoChange } from '../../server/edits/undo.queries.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });

/** Towns where things are awkward: far north, across 180°, and an ordinary one. Degrees. */
const TOWNS: [lon: number, lat: number][] = [
  [126.6, 45.75],
  [179.99, 51.8],
  [20, 84.5],
];
const COMMUNITIES_PER_TOWN = 6;
const COMMUNITY_METERS = 900;

/** A position some meters east and north of a town's corner; beyond 180° it goes on at −180°. */
function placeIn(town: number, east: number, north: number): Position {
  const [lon, lat] = TOWNS[town % TOWNS.length] as [number, number];
  const y = lat + north / 111_200;
  const x = lon + east / (111_200 * Math.cos((lat / 180) * Math.PI));
  return [x >= 180 ? x - 360 : x, y];
}

function square(town: number, east: number, north: number, side: number): MultiPolygon {
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ].map(([x, y]) => placeIn(town, east + (x as number) * side, north + (y as number) * side));
  const lons = corners.map(([lon]) => lon as number);
  // One that would cross 180° ends at it.
  const isCut = Math.max(...lons) - Math.min(...lons) > 180;
  return {
    type: 'MultiPolygon',
    coordinates: [
      [
        corners.map(([lon, lat]) => [
          isCut && (lon as number) < 0 ? 180 : (lon as number),
          lat as number,
        ]),
      ],
    ],
  };
}

const meters = fc.integer({ min: -2_500, max: 4_500 });
const place: fc.Arbitrary<Point> = fc
  .tuple(fc.nat(TOWNS.length - 1), meters, meters)
  .map(([town, east, north]) => ({ type: 'Point', coordinates: placeIn(town, east, north) }));
const pick = fc.nat(1_000);
const kind = fc.constantFrom('plaza', 'fitness-path', 'service-station', 'park');
const reading = fc.constantFrom<{
  reading: 'SERVICE_POINT' | 'RESIDENTS' | 'AREA';
  minimumShare: number | null;
}>(
  { reading: 'SERVICE_POINT', minimumShare: null },
  { reading: 'RESIDENTS', minimumShare: 0.5 },
  { reading: 'AREA', minimumShare: 0.3 },
);
const radiusMeters = fc.constantFrom(1, 700, 2_000, 100_000);

const write = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('create' as const), kind, location: place }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('move' as const), pick, location: place }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('retire' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rekind' as const), pick, kind }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restore' as const), pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('redraw' as const),
      pick,
      town: fc.nat(TOWNS.length - 1),
      east: meters,
      north: meters,
      side: fc.integer({ min: 50, max: 2_500 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('cells' as const),
      replace: fc.boolean(),
      cells: fc.array(fc.tuple(fc.nat(30), pick, place, fc.nat(900)), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('rule' as const),
      kinds: fc.uniqueArray(kind, { minLength: 1, maxLength: 3 }),
      radiusMeters,
      reading,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('change rule' as const), pick, radiusMeters, reading }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retire rule' as const), pick }) },
);
type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;

let serial = 0;

/** The rules that sequences make; the two of the policy stay, or there would soon be nothing to judge. */
const OWN_RULES = "coverage_rule WHERE active AND code LIKE 'rule-%'";
const MOST_OWN_RULES = 10;

/** Three small towns in place of the sample city. */
async function buildTowns(): Promise<void> {
  const db = hub.database.orm.em.fork().getKysely();
  await sql`TRUNCATE coverage, resident_cell, grid, scenario_change, facility_proposal, facility_change,
    person_area, facility, community, region`.execute(db);
  await sql`INSERT INTO region (code, level, name) VALUES ('230100', 'COUNTY', 'x'), ('230101', 'COUNTY', 'y')`.execute(
    db,
  );
  for (const town of TOWNS.keys()) {
    for (let i = 0; i < COMMUNITIES_PER_TOWN; i++) {
      const [column, row] = [i % 3, Math.floor(i / 3)];
      const boundary = square(
        town,
        column * COMMUNITY_METERS,
        row * COMMUNITY_METERS,
        COMMUNITY_METERS,
      );
      // Some have no boundary yet, and so no service point until a station is built for them.
      const shape = i === 4 ? null : JSON.stringify(boundary);
      await sql`INSERT INTO community (code, name, region_id, boundary, service_point, service_point_origin)
        SELECT ${`2301000${town}${i}`}, 'x', r.id, b, ST_PointOnSurface(b), CASE WHEN b IS NOT NULL THEN 'POLYGON' END
        FROM region r, (SELECT ST_SetSRID(ST_GeomFromGeoJSON(${shape}), 4326) AS b) drawn
        WHERE r.code = ${i < 3 ? '230100' : '230101'}`.execute(db);
      if (i === 2) continue;
      for (let k = 0; k < 5; k++) {
        const [lon, lat] = placeIn(
          town,
          (column + 0.2 * k) * COMMUNITY_METERS,
          (row + 0.17 * k) * COMMUNITY_METERS,
        );
        await sql`INSERT INTO resident_cell (code, community_id, location, residents)
          SELECT ${`${town}-${i}-${k}`}, id, ST_SetSRID(ST_MakePoint(${lon}, ${lat}), 4326), ${k * 50}::int
          FROM community WHERE code = ${`2301000${town}${i}`}`.execute(db);
      }
    }
  }
  const em = hub.database.orm.em.fork();
  await em.transactional((tx) => judgeCommunities(tx));
}

interface Basis {
  id: number;
  version: number;
  code: string;
}

async function pickFrom(from: string, which: number): Promise<Basis | undefined> {
  const db = hub.database.orm.em.fork().getKysely();
  const { rows } =
    await sql<Basis>`SELECT id, version, code FROM ${sql.raw(from)} ORDER BY id`.execute(db);
  return rows[which % Math.max(1, rows.length)];
}

const EDITOR = { viewer: { means: 'OPERATOR' }, origin: 'API' } as const;

/** Edits a facility; what the preview said before must then be so. */
async function edit(
  action: Edit['action'],
  basis: Edit['basis'],
  patch: Edit['patch'],
): Promise<void> {
  const em = hub.database.orm.em.fork();
  const what: Edit = { action, basis, patch, reason: null, request: null, undoes: null };
  const { coverage } = await previewEdit(em, EDITOR, what);
  const { changedCommunityIds } = await editFacility(em.fork(), EDITOR, what);
  const foretold = new Set(coverage.map(({ communityId }) => communityId));
  expect([...foretold].sort((a, b) => a - b)).toEqual(changedCommunityIds);
  const { rows } = await sql<{ communityId: number; ruleId: number; status: string }>`
    SELECT community_id AS "communityId", rule_id AS "ruleId", status FROM coverage`.execute(
    em.getKysely(),
  );
  const now = new Map(rows.map((row) => [`${row.communityId} ${row.ruleId}`, row.status]));
  for (const { communityId, ruleId, proposed } of coverage) {
    expect(now.get(`${communityId} ${ruleId}`)).toBe(proposed);
  }
}

async function carryOut(change: Write): Promise<void> {
  const em = hub.database.orm.em.fork();
  switch (change.do) {
    case 'create': {
      const { location, kind } = change;
      await edit('CREATE', null, { kind, name: 'x', location: location.coordinates });
      return;
    }
    case 'move':
    case 'retire':
    case 'rekind': {
      const basis = await pickFrom('facility WHERE active', change.pick);
      if (!basis) return;
      if (change.do === 'move') {
        await edit('MOVE', basis, { location: change.location.coordinates });
      } else if (change.do === 'retire') await edit('RETIRE', basis, { active: false });
      else await edit('UPDATE', basis, { kind: change.kind });
      return;
    }
    case 'restore': {
      const basis = await pickFrom('facility WHERE NOT active', change.pick);
      if (basis) await edit('RESTORE', basis, { active: true });
      return;
    }
    case 'undo': {
      // The last change of a facility: nothing later has altered the same.
      const basis = await pickFrom(
        `(SELECT DISTINCT ON (h.facility_id) h.id::int, f.version, '' AS code FROM facility_change h
          JOIN facility f ON f.id = h.facility_id AND f.version = h.version
          ORDER BY h.facility_id, h.id DESC) undoable`,
        change.pick,
      );
      if (basis) await undoChange(em, EDITOR, { ...basis, reason: null, request: null });
      return;
    }
    case 'redraw': {
      const basis = (await pickFrom('community', change.pick)) as Basis;
      const { town, east, north, side } = change;
      await updateCommunity(em, basis, {}, square(town, east, north, side));
      return;
    }
    case 'cells': {
      const cells = await Promise.all(
        change.cells.map(async ([code, which, location, residents]) => ({
          code: `new-${code}`,
          community: ((await pickFrom('community', which)) as Basis).code,
          location,
          residents,
          households: null,
          modelled: false,
        })),
      );
      const unique = [...new Map(cells.map((cell) => [cell.code, cell])).values()];
      await importCells(em, unique, change.replace);
      return;
    }
    case 'rule': {
      const text = { name: 'x', nameEn: 'x', description: null, clause: '' };
      const code = `rule-${serial++}`;
      const { kinds: facilityKinds, radiusMeters } = change;
      // A hub has at most 50; the same ones stay through all sequences.
      const surplus = await pickFrom(
        `(SELECT * FROM ${OWN_RULES} ORDER BY id DESC OFFSET ${MOST_OWN_RULES - 1}) surplus`,
        0,
      );
      if (surplus) await retireRule(em.fork(), surplus);
      await createRule(em, { ...text, code, facilityKinds, radiusMeters, ...change.reading });
      return;
    }
    case 'change rule':
    case 'retire rule': {
      const basis = await pickFrom(OWN_RULES, change.pick);
      if (!basis) return;
      if (change.do === 'retire rule') await retireRule(em, basis);
      else await updateRule(em, basis, { radiusMeters: change.radiusMeters, ...change.reading });
    }
  }
}

beforeAll(async () => {
  if (missingDatabase) return;
  await buildTowns();
});

describe.skipIf(missingDatabase)('the stored coverage', () => {
  test('is after every write what judging everything anew would store', {
    timeout: 300_000,
  }, async () => {
    let writes = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 5 }), async (sequence) => {
        for (const change of sequence) {
          const before = await storedRows();
          await carryOut(change);
          const after = await storedRows();
          // A row that says the same as before was not written.
          for (const [key, row] of after) {
            const old = before.get(key);
            if (old && old.text === row.text) expect(row.written).toBe(old.written);
          }
          const stale = await hub.database.orm.em
            .fork()
            .transactional((tx) => judgeCommunities(tx));
          expect(stale).toEqual([]);
          writes++;
        }
      }),
      { numRuns: 200 },
    );
    expect(writes).toBeGreaterThan(200);
  });
});

/** Every stored outcome as text, with the transaction that wrote it. */
async function storedRows(): Promise<Map<string, { text: string; written: string }>> {
  const { rows } = await sql<{ key: string; text: string; written: string }>`
    SELECT rule_id || '-' || community_id AS key, coverage::text AS text,
      xmin::text || ctid::text AS written FROM coverage`.execute(
    hub.database.orm.em.fork().getKysely(),
  );
  return new Map(rows.map((row) => [row.key, row]));
}
