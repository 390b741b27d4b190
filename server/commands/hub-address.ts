import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'hub-address.json';
const PATIENCE_MS = 1_000;

/** Where a hub is reached on its own machine. */
interface HubAddress {
  readonly url: string;
  /** Its process. */
  readonly pid: number;
}

/** The address of a hub that listens at `host`, as a browser on the same machine takes it. */
export function localUrl(host: string, port: number): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Writes where the hub of this process is into its data folder, for commands beside it. Gives what takes it away. */
export async function tellAddress(dataDir: string, url: string): Promise<() => Promise<void>> {
  const path = join(dataDir, FILE);
  await mkdir(dataDir, { recursive: true });
  await writeFile(path, JSON.stringify({ url, pid: process.pid } satisfies HubAddress));
  return async () => {
    // Another hub with the same folder, which PostgreSQL allows, may have written its own meanwhile.
    if (readAddress(path)?.pid === process.pid) await rm(path, { force: true });
  };
}

/** The address of the hub that runs on a data folder; undefined when none answers there. */
export async function findAddress(dataDir: string): Promise<string | undefined> {
  const url = readAddress(join(dataDir, FILE))?.url;
  if (url === undefined) return undefined;
  // A hub that was killed leaves its address behind.
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const isThere = await fetch(`${url}/healthz`, { signal }).then(
    ({ ok }) => ok,
    () => false,
  );
  return isThere ? url : undefined;
}

function readAddress(path: string): HubAddress | undefined {
  try {
    const { url, pid } = JSON.parse(readFileSync(path, 'utf8')) as Partial<HubAddress>;
    return typeof url === 'string' && typeof pid === 'number' ? { url, pid } : undefined;
  } catch {
    return undefined;
  }
}
