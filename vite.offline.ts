import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

/** One file of a bundle, as far as it matters here. */
export interface BundleFile {
  readonly type: 'chunk' | 'asset';
  readonly isEntry?: boolean;
  readonly name?: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly viteMetadata?: {
    readonly importedCss: ReadonlySet<string>;
    readonly importedAssets: ReadonlySet<string>;
  };
}

/** The source of the service worker, and its fixed name: browsers look for changes under it. */
const WORKER = fileURLToPath(new URL('web/hub/offline/worker.ts', import.meta.url));
const WORKER_FILE = 'sw.js';
/** The files whose names stay while their content changes. */
const UNHASHED = ['index.html', 'manifest.webmanifest', 'icons/icon.svg'];
/** Hundreds of font files and the land at small scales are kept when they are first used. */
const ON_USE = /\.(woff2?|ttf|json)$/;

/** Names of the files that a page needs, with everything that it loads later, in a fixed order. */
export function shellFiles(bundle: Readonly<Record<string, BundleFile>>, entry: string): string[] {
  const start = Object.entries(bundle).find(([, { isEntry, name }]) => isEntry && name === entry);
  const found = new Set<string>();
  const follow = (file: string): void => {
    if (found.has(file) || ON_USE.test(file)) return;
    found.add(file);
    const { imports = [], dynamicImports = [], viteMetadata } = bundle[file] ?? {};
    const { importedCss = [], importedAssets = [] } = viteMetadata ?? {};
    for (const next of [...imports, ...dynamicImports, ...importedCss, ...importedAssets]) {
      follow(next);
    }
  };
  if (start) follow(start[0]);
  return [...found].sort();
}

/** Builds the service worker after the pages, with the list of files that the map's page consists of. */
export function offlineShell(): Plugin {
  return {
    name: 'jinlin-offline-shell',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      const unhashed = UNHASHED.map(async (file) => {
        const content = await readFile(join(dir as string, file));
        const revision = createHash('sha256').update(content).digest('hex').slice(0, 16);
        return { url: `/${file}`, revision };
      });
      const files = shellFiles(bundle as Record<string, BundleFile>, 'map');
      const shell = [
        ...(await Promise.all(unhashed)),
        // A hash of the content is part of the name.
        ...files.map((file) => ({ url: `/${file}`, revision: null })),
      ];
      await build({
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        define: { SHELL: JSON.stringify(shell) },
        build: {
          outDir: dir as string,
          emptyOutDir: false,
          target: 'es2023',
          rolldownOptions: {
            input: WORKER,
            output: { format: 'iife', entryFileNames: WORKER_FILE },
          },
        },
      });
    },
  };
}
