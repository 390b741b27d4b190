import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the files of one stream, which goes when the stream ends or is let go of. */
export async function* inTemporaryFolder(
  write: (folder: string) => AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'jinlin-export-'));
  try {
    yield* write(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
