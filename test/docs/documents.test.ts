import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentAt, documents, pathOf, projectFiles, root } from './documents.ts';

const { scripts, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  version: string;
};
const names = documents.map(({ file }) => file);
/** Everything that is written in code, to see whether a word of a document stands there. */
const sources = projectFiles
  .filter((file) => /\.(ts|tsx|graphql|json|py|sh|cjs|css|html)$/.test(file))
  .filter((file) => !/^(db\/seed\/taipei|package-lock|web\/generated|test\/docs)/.test(file))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');
const words = new Set(sources.match(/[A-Za-z_]\w+/g));
const folders = new Set(
  projectFiles.flatMap((file) => {
    const parts = file.split('/').slice(0, -1);
    return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  }),
);
const TOP = new Set([...folders].filter((folder) => !folder.includes('/')));

describe('the documents', () => {
  test('are all to be found from the README', () => {
    const found = new Set(['README.md']);
    for (const file of found) {
      const document = documentAt(file);
      for (const { target } of document.links) {
        const path = pathOf(document, target.replace(/#.*/, ''));
        if (names.includes(path)) found.add(path);
      }
    }
    expect([...found].sort()).toEqual([...names].sort());
  });

  test('begin with a README that is read in some minutes', () => {
    expect(documentAt('README.md').text.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });

  test.each(names)('%s links to what is there', (name) => {
    const document = documentAt(name);
    const broken = document.links.filter(({ target }) => {
      if (/^https?:/.test(target)) return false;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? name : pathOf(document, path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !documentAt(file).headings.some((h) => h.anchor === anchor);
    });
    expect(broken).toEqual([]);
  });

  test.each(names)('%s names files and folders that are there', (name) => {
    const { codes, blocks } = documentAt(name);
    const inBlocks = blocks.flatMap(
      ({ text }) => text.match(/(?<![\w/.-])[\w.-]+(\/[\w.-]+)+/g) ?? [],
    );
    const paths = [...codes, ...inBlocks].filter((code) => TOP.has(code.split('/')[0] as string));
    const missing = paths.filter((code) => {
      const path = code.replace(/\/$/, '');
      // `x` stands for any concept.
      if (path.split('/').includes('x')) return false;
      return !(projectFiles.includes(path) || folders.has(path));
    });
    const alone = codes.filter((code) =>
      /^(?!x[.-]|noun\.|PascalCase)[\w.-]+\.(ts|tsx|py|md|cjs)$/.test(code),
    );
    const nowhere = alone.filter((code) => !projectFiles.some((path) => basename(path) === code));
    expect([...missing, ...nowhere]).toEqual([]);
  });

  test.each(names)('%s names npm scripts that there are', (name) => {
    const { text } = documentAt(name);
    const named = [...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, script]) => script);
    const known = (script = ''): boolean => script in scripts || script === 'bench:';
    expect(named.filter((script) => !known(script))).toEqual([]);
  });

  test('name every npm script', () => {
    const all = documents.map(({ text }) => text).join('\n');
    const unnamed = Object.keys(scripts).filter(
      (script) => !new RegExp(`npm (run )?${script}\\b`).test(all),
    );
    expect(unnamed).toEqual([]);
  });

  test.each(names)('%s uses words of the code that stand in it', (name) => {
    const used = documentAt(name).codes.flatMap((code) => code.match(/[A-Za-z_]\w+/g) ?? []);
    // Names like this and LIKE_THIS, but not of PostGIS, nor those that stand for any name.
    const ofCode = used.filter(
      (word) =>
        /[a-z][A-Z]|^[A-Z][A-Z_]{2,}[A-Z]$/.test(word) && !/^ST_|X$|^PascalCase$/.test(word),
    );
    expect(ofCode.filter((word) => !words.has(word))).toEqual([]);
  });

  test.each(names)('%s names environment variables that are read somewhere', (name) => {
    const named =
      documentAt(name).text.match(/\b(JINLIN|TEST|FUZZ|CHROMIUM)_[A-Z_]*[A-Z]\b/g) ?? [];
    expect(named.filter((variable) => !words.has(variable) && variable !== 'JINLIN_OIDC')).toEqual(
      [],
    );
  });
});

describe('a document in Chinese', () => {
  test.each(names.filter((name) => name.endsWith('.zh.md')))(
    '%s says what its sister says',
    (name) => {
      const chinese = documentAt(name);
      const english = documentAt(name.replace('.zh.md', '.md'));
      expect(chinese.blocks.map(({ text }) => text)).toEqual(
        english.blocks.map(({ text }) => text),
      );
      const levels = ({ headings }: typeof english): number[] => headings.map(({ level }) => level);
      expect(levels(chinese)).toEqual(levels(english));
      const rows = ({ tables }: typeof english): number[] => tables.map((table) => table.length);
      expect(rows(chinese)).toEqual(rows(english));
      const targets = ({ links }: typeof english): string[] =>
        [...new Set(links.map(({ target }) => target.replace('.zh.md', '.md')))].sort();
      expect(targets(chinese)).toEqual(
        expect.arrayContaining(targets(english).filter((t) => t !== name)),
      );
    },
  );
});

describe('the changelog', () => {
  test('is of this version, newest first', () => {
    const versions = documentAt('CHANGELOG.md').headings.filter(({ level }) => level === 2);
    expect(versions[0]?.text).toMatch(new RegExp(`^${version.replaceAll('.', '\\.')} \\(`));
    for (const { text } of versions.slice(1))
      expect(text).toMatch(/^\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)$/);
  });
});
