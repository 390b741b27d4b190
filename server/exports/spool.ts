import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A file that is complete, and goes when it has been read or let go of. */
export interface Spooled {
  readonly bytes: number;
  readonly stream: ReadStream;
}

/**
 * Takes a stream in at full speed, to be read at whatever speed its reader has: a slow download must not
 * keep a transaction open, least of all on the only connection of the embedded database. And what cannot be
 * written is known before anything has been sent. `signal` ends it when nobody waits for the file any more.
 */
export async function spool(source: AsyncIterable<Buffer>, signal?: AbortSignal): Promise<Spooled> {
  const folder = await mkdtemp(join(tmpdir(), 'jinlin-spool-'));
  const path = join(folder, 'file');
  try {
    await pipeline(Readable.from(source), createWriteStream(path), { ...(signal && { signal }) });
    const { size } = await stat(path);
    const stream = createReadStream(path);
    stream.once('close', () => void rm(folder, { recursive: true, force: true }));
    return { bytes: size, stream };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
