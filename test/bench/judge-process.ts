/**
 * Judges all communities twice, on an empty and on a filled table, and does nothing else: a process whose
 * memory can be measured. Argument: URL of the database. Prints one line of JSON, a {@link JudgeReport}.
 */
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { openDatabase } from '../../db/orm.ts';
import { judgeCommunities } from '../../server/coverage/judging.queries.ts';

/** What the process tells of itself. */
export interface JudgeReport {
  readonly emptySeconds: number;
  readonly filledSeconds: number;
  readonly peakBytes: number;
}

const [databaseUrl] = process.argv.slice(2);
const database = await openDatabase({ databaseUrl, dataDir: '' });
const { orm } = database;
await orm.em.getConnection().execute('TRUNCATE coverage');
const emptySeconds = await judgeAll();
const filledSeconds = await judgeAll();
await database.close();
const report: JudgeReport = { emptySeconds, filledSeconds, peakBytes: peakBytes() };
console.log(JSON.stringify(report));

async function judgeAll(): Promise<number> {
  const began = performance.now();
  await orm.em.fork().transactional((em) => judgeCommunities(em));
  return (performance.now() - began) / 1_000;
}

/** On Linux `maxRSS` begins with that of the parent, so the peak is taken from where it is a process's own. */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1_024;
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
}
