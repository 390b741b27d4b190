/**
 * `npm test`: runs all tests, or those that the arguments name, and ends with the line
 * `N passed, N failed`. Plain TypeScript, so that Node runs it as it is.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const report = join(root, 'test-results', 'vitest.json');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

mkdirSync(join(root, 'test-results'), { recursive: true });
rmSync(report, { force: true });

const status = await runVitest([
  ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ...process.argv.slice(2),
]);

/** Runs Vitest with a temporary folder of its own, so that a run cut short leaves nothing behind. */
async function runVitest(args: string[]): Promise<number | null> {
  const scratch = mkdtempSync(join(tmpdir(), 'jinlin-run-'));
  // PostgreSQL runs as another user, who makes and removes its folder here as in any /tmp.
  chmodSync(scratch, 0o1777);
  const tests = spawn(process.execPath, [vitest, 'run', ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TMPDIR: scratch },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => tests.kill(signal));
  }
  const code = await new Promise<number | null>((resolve) => tests.once('close', resolve));
  // Servers that have lost their run may still be putting their folders away.
  await rm(scratch, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  return code;
}

interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Tests that failed first and passed when they were tried again (`--retry=1`). */
  readonly unsteady: readonly string[];
}

interface TestFile {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName: string;
    readonly failureMessages: readonly string[];
  }[];
}

/** Counts of the report; nothing counts as passed when there is none. */
function readTally(): Tally {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    ) as Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests', number> & {
      testResults: TestFile[];
    };
    // A file that cannot even be loaded has no test that failed.
    const broken = testResults.filter(
      (file) =>
        file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
    ).length;
    return {
      passed: numPassedTests,
      failed: numFailedTests + broken,
      skipped: numPendingTests,
      unsteady: testResults.flatMap(unsteadyTests),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, unsteady: [] };
  }
}

function unsteadyTests({ name, assertionResults }: TestFile): string[] {
  return assertionResults
    .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
    .map(({ fullName, failureMessages }) => {
      const [reason] = (failureMessages[0] as string).split('\n', 1);
      return `${relative(root, name)}: ${fullName} (${reason})`;
    });
}

const { passed, failed, skipped, unsteady } = readTally();
for (const test of unsteady) console.log(`passed at the second try only: ${test}`);
const sound = status === 0 && passed > 0 && failed === 0;
const failures = sound ? 0 : Math.max(1, failed);
console.log(`${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = sound ? 0 : 1;
