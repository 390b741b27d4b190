import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives a stream a temporary folder, which is deleted when the stream ends or is closed early. */
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
