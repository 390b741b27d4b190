import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const ATTEMPTS = 10;
const PAUSE_MS = 10_000;

/** Installs Debian packages; returns what stood in the way, or undefined when they are there. */
export async function installDebianPackages(packages: string[]): Promise<string | undefined> {
  if (!existsSync('/usr/bin/apt-get')) return 'this is no Debian, so install it by hand.';
  if (process.getuid?.() !== 0) {
    return `run "sudo apt-get install ${packages.join(' ')}" and test again.`;
  }
  console.log(`Installing ${packages.join(', ')} …`);
  for (let attempt = 1; ; attempt++) {
    try {
      // A server of Debian's own is not wanted: the tests start one by themselves.
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
      execFileSync('apt-get', ['update', '-qq'], { stdio: 'pipe', env });
      const options = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
      execFileSync('apt-get', options, { stdio: 'pipe', env });
      return undefined;
    } catch (error) {
      const output = String((error as { stderr?: Buffer }).stderr ?? error);
      // Another installer may hold the lock for a while.
      if (attempt >= ATTEMPTS || !/lock/i.test(output)) return `apt-get failed: ${output.trim()}`;
      await sleep(PAUSE_MS);
    }
  }
}
