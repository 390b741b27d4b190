import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { offlineShell } from './vite.offline.ts';

/**
 * The web: the service map at `/` and the query editor at `/graphiql`, built into `dist/web`, from
 * where the server serves both. `vite` alone serves them for development and passes API and tiles
 * on to a server on port 4000.
 */
export default defineConfig({
  root: 'web',
  base: '/',
  plugins: [react(), offlineShell()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // The query editor's chunk is that large; the map does not load it.
    chunkSizeWarningLimit: 6000,
    rolldownOptions: {
      onLog(level, log, report) {
        // Libraries mark modules for a compiler that we do not use.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
      input: { map: 'web/index.html', graphiql: 'web/graphiql/index.html' },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/graphql': 'http://localhost:4000',
      '/imports': 'http://localhost:4000',
      '/tiles': 'http://localhost:4000',
    },
  },
});
