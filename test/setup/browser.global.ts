import { existsSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { installDebianPackages } from './apt.ts';
import './context.ts';
import { startWork } from './work.ts';

/** Chromium without a window of its own starts sooner and takes a quarter less of the processor. */
const PLACES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const findChromium = (): string | undefined =>
  PLACES.find((path): path is string => path !== undefined && existsSync(path));

/** Builds the web pages and finds Chromium, or installs it on Debian as root. */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  if (!findChromium()) {
    const trouble = await installDebianPackages(['chromium-headless-shell']);
    if (trouble) {
      const missing = `Chromium is not there: ${trouble}`;
      const tell = async (): Promise<void> =>
        console.warn(`\nLeft out: the tests in a browser. ${missing}\n`);
      await tell();
      project.provide('browser', { missing });
      // Told once more at the end, below the results.
      return tell;
    }
  }
  const building = startWork('npm', ['run', '--silent', 'build:web'], {
    // As it is shipped: Vitest's own value would make it a build for development.
    NODE_ENV: 'production',
  });
  project.provide('browser', { path: findChromium() as string, building: building.id });
  return () => building.stop();
}
