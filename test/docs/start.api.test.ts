import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Block, documentAt } from './documents.ts';
import { makeWorkplace, runCommands, type Workplace } from './shell.ts';

const { embeddedFolder } = inject('databases');
/** It is the database that a newcomer starts with; once is enough. */
const isLeftOut = !embeddedFolder;
/** Any port, so that a hub on this machine is not in the way. */
const env = { PORT: '0' };

let workplace: Workplace;
let hub: ChildProcess | undefined;
beforeAll(async () => {
  if (isLeftOut) return;
  workplace = await makeWorkplace();
  // The sample city is there already: every run of the tests begins with loading it.
  await cp(embeddedFolder, join(workplace.folder, '.data'), { recursive: true });
});
afterAll(async () => {
  if (hub) await stop(hub);
  await workplace?.remove();
});

/** The commands of a document that are run here, in their order. */
function commandsOf(file: string): string[] {
  const isOurs = ({ by }: Block): boolean => by === 'test/docs/start.api.test.ts';
  return documentAt(file)
    .blocks.filter(isOurs)
    .map(({ text }) => text);
}

/** Runs the command that starts the hub, until it says where it is. */
async function start(command: string): Promise<{ url: string; process: ChildProcess }> {
  const started = spawn('sh', ['-c', `exec ${command}`], {
    cwd: workplace.folder,
    env: { ...process.env, ...env, NODE_ENV: 'production' },
    detached: true,
  });
  hub = started;
  let log = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream.on('data', (text) => {
      log += text;
    });
  }
  for (;;) {
    const url = /Service map {2}(\S+)\//.exec(log)?.[1];
    if (url) return { url, process: started };
    if (started.exitCode !== null) throw new Error(log);
    await sleep(50);
  }
}

/** Ends a hub as Ctrl-C does: all processes of its group are told. */
async function stop(started: ChildProcess): Promise<void> {
  hub = undefined;
  if (started.exitCode !== null) return;
  const ended = once(started, 'exit');
  process.kill(-(started.pid as number), 'SIGINT');
  await ended;
}

async function count(url: string): Promise<number> {
  const query = encodeURIComponent('{ communities(first: 0) { totalCount } }');
  const response = await fetch(`${url}/graphql?query=${query}`, {
    headers: { 'content-type': 'application/json' },
  });
  const { data } = (await response.json()) as { data: { communities: { totalCount: number } } };
  return data.communities.totalCount;
}

describe.skipIf(isLeftOut)('a newcomer', () => {
  test('starts the hub, enters themselves, and has it back from a backup', {
    timeout: 600_000,
  }, async () => {
    const [both, enter] = commandsOf('README.md') as [string, string];
    const [again, save, restore] = commandsOf('docs/operators.md') as [string, string, string];
    // The packages are there; .ci/run installs them in a clean clone.
    const command = both.replace(/^npm ci && /, '');
    expect([command, again]).toEqual(['npm start', both]);

    const first = await start(command);
    expect(await count(first.url)).toBe(456);
    expect(await (await fetch(`${first.url}/`)).text()).toContain('<div id="root"');
    // Beside the running hub.
    const told = await runCommands(enter, workplace.folder, env);
    const link = /#link=(\S+)/.exec(told)?.[1];
    const query = encodeURIComponent(`{ passwordLinkName(link: "${link}") }`);
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${first.url}/graphql?query=${query}`, { headers });
    expect(await response.json()).toEqual({ data: { passwordLinkName: 'mei' } });

    await stop(first.process);
    await runCommands(save, workplace.folder, env);
    await runCommands(restore, workplace.folder, env);
    const second = await start(command);
    expect(await count(second.url)).toBe(456);
    await stop(second.process);
  });
});
