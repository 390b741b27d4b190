import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own, so small that it can be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves no room, not even for one page. */
  fill(): void;
  /** Takes back what `fill` wrote. */
  makeRoom(): void;
  /** Takes the disk away, with all that is on it. */
  remove(): void;
}

/** A small disk in memory, or the reason why there is none. */
export function mountSmallDisk(megabytes: number): SmallDisk | { missing: string } {
  const folder = mkdtempSync(join(tmpdir(), 'jinlin-disk-'));
  try {
    const options = `size=${megabytes}m,uid=${ownerOfDatabases()}`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    rmSync(folder, { recursive: true });
    const { stderr } = error as { stderr?: Buffer };
    return { missing: `no disk can be mounted here: ${String(stderr ?? error).trim()}` };
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill() {
      const file = openSync(filler, 'a');
      // In ever smaller pieces, down to a page.
      for (let bytes = 1024 * 1024; bytes >= 4_096; bytes /= 16) writeUntilFull(file, bytes);
      closeSync(file);
    },
    makeRoom: () => rmSync(filler, { force: true }),
    remove() {
      execFileSync('umount', [folder], { stdio: 'pipe' });
      rmSync(folder, { recursive: true });
    },
  };
}

/** PostgreSQL demands that a folder for its tables is its own; root, by whom the tests run then, may write there too. */
function ownerOfDatabases(): number {
  return Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
}

function writeUntilFull(file: number, bytes: number): void {
  const piece = Buffer.alloc(bytes, 'x');
  try {
    for (;;) writeSync(file, piece);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error;
  }
}
