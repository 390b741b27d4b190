import { expect, test } from 'vitest';
import { type BundleFile, shellFiles } from '../../../vite.offline.ts';

const chunk = (more: Partial<BundleFile> = {}): BundleFile => ({ type: 'chunk', ...more });
const carrying = (css: string[], assets: string[] = []) => ({
  viteMetadata: { importedCss: new Set(css), importedAssets: new Set(assets) },
});

test('the shell is what the page needs at once and later, without fonts and other pages', () => {
  const bundle: Record<string, BundleFile> = {
    'map.js': chunk({
      isEntry: true,
      name: 'map',
      imports: ['shared.js'],
      dynamicImports: ['panel.js', 'fonts.js'],
      ...carrying(['map.css']),
    }),
    'shared.js': chunk(),
    'panel.js': chunk({
      imports: ['shared.js', 'map.js'],
      dynamicImports: ['list.js'],
      ...carrying(['panel.css'], ['worker.mjs', 'land.json']),
    }),
    'list.js': chunk(),
    'fonts.js': chunk(carrying([], ['noto-1.woff2', 'noto-2.woff2'])),
    'graphiql.js': chunk({ isEntry: true, name: 'graphiql', imports: ['shared.js', 'editor.js'] }),
    'editor.js': chunk(),
  };
  expect(shellFiles(bundle, 'map')).toEqual([
    'fonts.js',
    'list.js',
    'map.css',
    'map.js',
    'panel.css',
    'panel.js',
    'shared.js',
    'worker.mjs',
  ]);
});
