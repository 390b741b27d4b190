import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * How a block of a document is tested, said by a comment in the line before it: `<!-- test: … -->`, of
 * which readers see nothing. Without one the block is run on every database.
 */
export interface Handling {
  /** Why it is not run: `<!-- test: skip, because … -->`. */
  readonly skip?: string;
  /** The only database that it is run on: `<!-- test: on postgresql -->`. */
  readonly on?: 'postgresql' | 'embedded';
  /** A program that it needs: `<!-- test: with ogr2ogr -->`. */
  readonly with?: string;
  /** The test file that runs it instead: `<!-- test: by test/docs/start.api.test.ts -->`. */
  readonly by?: string;
}

/** A fenced block of a document. */
export interface Block extends Handling {
  readonly file: string;
  /** Of the fence, from 1. */
  readonly line: number;
  /** What the fence says, such as `sh`. */
  readonly language: string;
  readonly text: string;
}

/** A link of a document. */
export interface Link {
  readonly line: number;
  readonly target: string;
}

/** A heading of a document. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  /** What links call it after `#`. */
  readonly anchor: string;
}

/** A document as the tests see it. */
export interface Document {
  /** Its path from the project's folder. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Links outside of blocks. */
  readonly links: readonly Link[];
  readonly headings: readonly Heading[];
  /** What is set as code within sentences, outside of blocks. */
  readonly codes: readonly string[];
  /** Its tables, a list of rows each, without their heads. */
  readonly tables: readonly (readonly (readonly string[])[])[];
}

/** Folders that are none of the project's own. */
const FOREIGN = new Set(['node_modules', '.git', '.data', 'dist', 'test-results', 'coverage']);

/** All files of the project, by their paths from its folder. */
export const projectFiles: readonly string[] = filesBelow('');

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return folder === '' && FOREIGN.has(entry.name) ? [] : filesBelow(path);
    }
    return entry.isFile() ? [path] : [];
  });
}

/** All documents of the project. */
export const documents: readonly Document[] = projectFiles
  .filter((file) => file.endsWith('.md'))
  .map(readDocument);

/** A document by its path. */
export function documentAt(file: string): Document {
  const found = documents.find((document) => document.file === file);
  if (!found) throw new Error(`There is no document ${file}.`);
  return found;
}

/** The path of what a link leads to, seen from the document that it stands in. */
export function pathOf({ file }: Document, target: string): string {
  return normalize(join(dirname(file), target));
}

function readDocument(file: string): Document {
  const text = readFileSync(join(root, file), 'utf8');
  const blocks: Block[] = [];
  const links: Link[] = [];
  const headings: Heading[] = [];
  const codes: string[] = [];
  const tables: string[][][] = [];
  let comment = '';
  let fence: { language: string; line: number; lines: string[] } | undefined;
  let isTable = false;
  for (const [i, line] of text.split('\n').entries()) {
    if (fence && line.startsWith('```')) {
      const { language, line: at, lines } = fence;
      const handling = handlingOf(comment, `${file}:${at}`);
      blocks.push({ file, line: at, language, text: lines.join('\n'), ...handling });
      [fence, comment] = [undefined, ''];
    } else if (fence) {
      fence.lines.push(line);
    } else if (line.startsWith('```')) {
      fence = { language: line.slice(3).trim(), line: i + 1, lines: [] };
    } else {
      comment = /^<!-- test: (.*) -->$/.exec(line)?.[1] ?? (line.trim() === '' ? comment : '');
      const heading = /^(#+) (.*)$/.exec(line);
      if (heading) headings.push(headingOf(heading[1] as string, heading[2] as string));
      const spoken = line.replaceAll(/`([^`]+)`/g, (_, code: string) => {
        codes.push(code);
        return 'code';
      });
      for (const [, target] of spoken.matchAll(/\]\(([^)\s]+)\)/g)) {
        links.push({ line: i + 1, target: target as string });
      }
      const isRow = line.startsWith('|');
      if (isRow && isTable && !/^\|[-: |]+\|$/.test(line)) tables.at(-1)?.push(cellsOf(line));
      if (isRow && !isTable) tables.push([]);
      isTable = isRow;
    }
  }
  if (fence) throw new Error(`${file}:${fence.line}: the block has no end.`);
  return { file, text, blocks, links, headings, codes, tables };
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, line.lastIndexOf('|'))
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function headingOf(marks: string, text: string): Heading {
  const anchor = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
  return { level: marks.length, text, anchor };
}

/** Reads what a comment says of the block below it. @throws for what no test would understand */
function handlingOf(comment: string, at: string): Handling {
  if (comment === '') return {};
  const skip = /^skip, because (.{15,})$/.exec(comment)?.[1];
  if (skip) return { skip };
  const handling: Record<string, string> = {};
  for (const part of comment.split('; ')) {
    const [, key, value] = /^(on|with|by) ([\w./-]+)$/.exec(part) ?? [];
    if (!key || !value) throw new Error(`${at}: nobody understands "${comment}".`);
    if (key === 'on' && !/^(postgresql|embedded)$/.test(value)) throw new Error(`${at}: ${value}?`);
    handling[key] = value;
  }
  return handling as Handling;
}
