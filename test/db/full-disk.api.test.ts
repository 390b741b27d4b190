import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, missingDatabase } from '../setup/databases.ts';
import { ADMIN_TOKEN, type Answer, codesOf, startTestHub, type TestHub } from '../setup/hub.ts';
import { mountSmallDisk } from '../setup/small-disk.ts';

/** The sample city, and some room. */
const DISK_MEGABYTES = 400;
/** One of so many writes needs another page of a table. */
const MOST_WRITES = 500;

/** A server that was there before need not be on this machine. */
const missing =
  missingDatabase ?? (process.env['TEST_DATABASE_URL'] && 'the server is not one of our own.');
const disk = missing ? { missing } : mountSmallDisk(DISK_MEGABYTES);
if ('missing' in disk) console.warn(`Left out: a full disk; ${disk.missing}`);

let hub: TestHub;

const ENTER = `mutation { createFacility(input: { kind: "park", name: "${'园'.repeat(40)}",
  location: { type: "Point", coordinates: [121.5, 25] } }) { facility { id } } }`;

/** Enters facilities until one is refused. */
async function untilRefused(): Promise<Answer> {
  for (let write = 0; write < MOST_WRITES; write++) {
    const answer = await hub.send(ENTER);
    if (answer.errors) return answer;
  }
  throw new Error(`${MOST_WRITES} facilities were entered on a full disk.`);
}

async function ready(): Promise<[number, unknown]> {
  const response = await fetch(`${hub.url}/readyz`);
  const { code, status } = (await response.json()) as { code?: string; status: string };
  return [response.status, code ?? status];
}

describe.skipIf('missing' in disk)('when the disk is full', () => {
  if ('missing' in disk) return;
  beforeAll(async () => {
    const place = await createTestDatabase(disk.folder);
    const importDir = join(disk.folder, 'imports');
    hub = await startTestHub({ importDir }, {}, place);
  });
  afterAll(async () => {
    disk.makeRoom();
    await hub?.close();
    disk.remove();
  });

  test('/readyz says so, writes and uploads are refused by name, and reading goes on', async () => {
    expect(await ready()).toEqual([200, 'ready']);
    disk.fill();
    await expect.poll(ready, { timeout: 20_000 }).toEqual([503, 'DISK_FULL']);

    const refused = await untilRefused();
    expect([refused.status, codesOf(refused)]).toEqual([507, ['DISK_FULL']]);
    expect(hub.log.join('\n')).toContain('The disk is full');

    const upload = await fetch(`${hub.url}/imports?name=a.csv`, {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        authorization: `Bearer ${ADMIN_TOKEN}`,
      },
      body: 'name\n园',
    });
    expect([upload.status, await upload.text()]).toEqual([
      507,
      expect.stringContaining('"DISK_FULL"'),
    ]);
    expect(upload.headers.get('retry-after')).toBe('600');

    const read = await hub.send('{ hub { cityName } facilities(first: 3) { totalCount } }');
    expect(codesOf(read)).toEqual([]);
  });

  test('writes pass again as soon as there is room', async () => {
    disk.makeRoom();
    await expect.poll(ready, { timeout: 30_000 }).toEqual([200, 'ready']);
    await expect.poll(async () => codesOf(await hub.send(ENTER)), { timeout: 30_000 }).toEqual([]);
  });
});
