/**
 * `npm run bench:kill`: clients edit over HTTP while hub and database are killed by SIGKILL, 30 times each
 * on the embedded database, 30 and 10 times on a PostgreSQL that waits for the disk. Prints what was
 * acknowledged, how long the hub was away, and everything that was lost, doubled, half-written or stale.
 * `--only embedded` or `--only postgresql` takes one database; `--hub 5 --database 5` other numbers.
 */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { type Kills, type Outcome, runCampaign } from './campaign.ts';
import { embeddedPlace, nativePlace, type Place } from './places.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    hub: { type: 'string', default: '30' },
    database: { type: 'string' },
  },
});
const CAMPAIGNS: {
  name: string;
  make: () => Promise<Place | { missing: string }>;
  databaseKills: number;
}[] = [
  { name: 'embedded', make: embeddedPlace, databaseKills: 30 },
  { name: 'postgresql', make: nativePlace, databaseKills: 10 },
];

async function main(): Promise<void> {
  const outcomes: [string, Outcome][] = [];
  for (const { name, make, databaseKills } of CAMPAIGNS) {
    if (values.only && values.only !== name) continue;
    const place = await make();
    if ('missing' in place) throw new Error(place.missing);
    const kills: Kills = {
      hub: Number(values.hub),
      database: Number(values.database ?? databaseKills),
      longestPeaceMs: 3_000,
    };
    try {
      outcomes.push([name, await runCampaign(place, kills)]);
    } finally {
      await place.drop();
    }
  }
  console.table(Object.fromEntries(outcomes.map(([name, outcome]) => [name, figures(outcome)])));
  for (const [name, { faults }] of outcomes) {
    for (const fault of faults) console.log(`${name}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
}

function figures({
  ledger,
  outagesMs,
  killedAtStart,
  faults,
}: Outcome): Record<string, number | string> {
  return {
    acknowledged: ledger.acknowledged.length,
    refused: ledger.refused.length,
    'sent again': ledger.retried,
    'hub killed': outagesMs.hub.length + killedAtStart,
    '… away (s)': spread(outagesMs.hub),
    'database killed': outagesMs.database.length,
    '… away (s) ': spread(outagesMs.database),
    faults: faults.length,
  };
}

/** Median and worst, in seconds. */
function spread(timesMs: readonly number[]): string {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const seconds = (ms = 0): string => (ms / 1_000).toFixed(1);
  return `${seconds(sorted[Math.floor(sorted.length / 2)])}, worst ${seconds(sorted.at(-1))}`;
}

await main();
