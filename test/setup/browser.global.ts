import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { installDebianPackages } from './apt.ts';
import './context.ts';

const PLACES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const findChromium = (): string | undefined =>
  PLACES.find((path): path is string => path !== undefined && existsSync(path));

/** Builds the web pages and finds Chromium, or installs it on Debian as root. */
export default async function prepare(project: TestProject): Promise<(() => void) | undefined> {
  execFileSync('npm', ['run', '--silent', 'build:web'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    // As it is shipped: Vitest's own value would make it a build for development.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (!findChromium()) {
    const trouble = await installDebianPackages(['chromium']);
    if (trouble) {
      const missing = `Chromium is not there: ${trouble}`;
      const tell = (): void => console.warn(`\nLeft out: the tests in a browser. ${missing}\n`);
      tell();
      project.provide('browser', { missing });
      // Told once more at the end, below the results.
      return tell;
    }
  }
  project.provide('browser', { path: findChromium() as string });
  return undefined;
}
