import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOM_BYTES = 1024 * 1024;

/** Writes 1 MiB into a folder and takes it away again. @throws ENOSPC, EDQUOT when there is no room for it */
export async function takeRoom(folder: string): Promise<void> {
  const path = join(folder, 'room');
  try {
    await writeFile(path, Buffer.alloc(ROOM_BYTES, 'x'));
  } finally {
    await rm(path, { force: true });
  }
}
