import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { Order } from './test/setup/order.ts';

/** Decorators as TypeScript's legacy ones; fields without initializer vanish, or they would hide columns. */
const oxc = {
  decorator: { legacy: true },
  assumptions: { setPublicClassFields: true },
  typescript: { removeClassFieldsWithoutInitializer: true },
};
/** One copy of graphql: Vite would load the module build beside the CommonJS one of its dependants. */
const alias = [
  { find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql/index.js')) },
];
const setupFiles = ['reflect-metadata'];
/** What runs a database or a browser may take its time. */
const patient = {
  testTimeout: 60_000,
  hookTimeout: 180_000,
  // The hub's modules are loaded once for many files, and those that only read share a hub.
  isolate: false,
};

/**
 * Projects: `unit` (pure), `embedded` and `native` (the same `*.api.test.ts` on the embedded database and
 * on PostgreSQL), `e2e` (a real browser against a real hub). All are one queue for two processes: a test
 * and its database keep one core busy, more or less.
 */
export default defineConfig({
  oxc,
  resolve: { alias },
  test: {
    maxWorkers: 2,
    sequence: { sequencer: Order },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.api.test.ts', 'test/**/*.e2e.test.ts'],
          setupFiles,
          testTimeout: 30_000,
        },
      },
      ...(['embedded', 'native'] as const).map((database) => ({
        extends: true as const,
        test: {
          name: database,
          include: ['test/**/*.api.test.ts'],
          setupFiles,
          globalSetup: `test/setup/${database}.global.ts`,
          ...patient,
        },
      })),
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/**/*.e2e.test.ts'],
          setupFiles,
          globalSetup: ['test/setup/embedded.global.ts', 'test/setup/browser.global.ts'],
          ...patient,
          // On a busy machine pages are slow; what is waited for ends the waiting.
          testTimeout: 240_000,
          // A browser may stop answering for good; what is wrong with a page fails twice.
          retry: 1,
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
});
