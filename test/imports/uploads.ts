import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN_TOKEN, type Answer, type TestHub, type Who } from '../setup/hub.ts';

/** An import as tests look at it. */
// biome-ignore lint/suspicious/noExplicitAny: tests read what they asked for
export type Seen = any;

const SEEN = `id state version target system swapAxes encoding format columns statedErrorMeters
  skipErrors dataVersion progress { phase done total }
  mapping { field column value } systemGuess { system swapAxes reason refusal declaredText fits { system hits of } }
  problem { code row message } counts { create update same skip errors warnings left }
  issueCounts { code severity count }
  issues(first: 50) { totalCount edges { node { row field code severity value detail figure message suggestedFix location } } }`;

/** Sends a file. */
export function upload(
  hub: Pick<TestHub, 'url'>,
  name: string,
  content: string | Uint8Array | ReadableStream,
  who: Who = ADMIN_TOKEN,
): Promise<Response> {
  const headers: Record<string, string> = { 'content-type': 'application/octet-stream' };
  if (typeof who === 'string') headers['authorization'] = `Bearer ${who}`;
  else if (who) Object.assign(headers, who.headers, who.cookie && { cookie: who.cookie });
  return fetch(`${hub.url}/imports?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers,
    body: content as BodyInit,
    ...(content instanceof ReadableStream && { duplex: 'half' }),
  } as RequestInit);
}

/** The import, once its file has been read, or could not be. */
export async function whenRead(hub: TestHub, id: string): Promise<Seen> {
  for (;;) {
    const { data, errors } = await hub.send(`query ($id: ID!) { import(id: $id) { ${SEEN} } }`, {
      id,
    });
    if (errors) throw new Error(JSON.stringify(errors));
    if (data.import.state !== 'READING') return data.import;
    await sleep(20);
  }
}

/** Sends a file, and gives the import once it has been read. */
export async function bring(
  hub: TestHub,
  name: string,
  content: string | Uint8Array,
): Promise<Seen> {
  const response = await upload(hub, name, content);
  if (response.status !== 201) throw new Error(await response.text());
  return whenRead(hub, ((await response.json()) as { id: string }).id);
}

/** Has a file read by other settings, and gives the import once it has been. */
export async function configure(hub: TestHub, seen: Seen, settings: object = {}): Promise<Seen> {
  const { id, version } = seen;
  const { errors } = await hub.send(
    'mutation ($input: ConfigureImportInput!) { configureImport(input: $input) { id } }',
    { input: { id, version, ...settings } },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return whenRead(hub, id);
}

/** Commits an import as it was seen. */
export function commit(hub: TestHub, { id, version, system }: Seen): Promise<Answer> {
  return hub.send(
    `mutation ($input: CommitImportInput!) { commitImport(input: $input) {
      dataVersion import { state counts { create update same skip } } changedCoverage { status } } }`,
    { input: { id, version, system } },
  );
}

/** Takes an import back. */
export function undo(hub: TestHub, { id }: Seen, leaveChanged = false): Promise<Answer> {
  return hub.send(
    `mutation ($input: UndoImportInput!) { undoImport(input: $input) {
      dataVersion import { state undoneAt counts { left } } } }`,
    { input: { id, leaveChanged } },
  );
}

/** Rows as CSV. */
export function csvOf(header: string, rows: readonly (readonly unknown[])[]): string {
  return `${header}\n${rows.map((row) => row.join(',')).join('\n')}\n`;
}
