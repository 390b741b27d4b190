import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

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
const patient = { testTimeout: 60_000, hookTimeout: 180_000 };

/**
 * Projects: `unit` (pure), `embedded` and `native` (the same `*.api.test.ts` on the embedded database and
 * on PostgreSQL; both at the same time), `e2e` (a real browser against a real hub). The order begins at 1
 * because Vitest puts off order 0 to the end wherever it has one worker.
 */
export default defineConfig({
  oxc,
  resolve: { alias },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.api.test.ts', 'test/**/*.e2e.test.ts'],
          setupFiles,
          testTimeout: 30_000,
          sequence: { groupOrder: 1 },
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
          // Two cores: a hub and its database keep one busy, more or less.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
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
          fileParallelism: false,
          // A page may be slow for reasons of its own; what is waited for ends the waiting.
          expect: { poll: { timeout: 30_000 } },
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
