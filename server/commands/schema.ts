/** Writes `schema.graphql`; with `--check` it only says whether the file is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { createSchema } from '../schema.ts';

const FILE = 'schema.graphql';
const text = `${printSchema(lexicographicSortSchema(createSchema()))}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
} else if (read() !== text) {
  console.error(`${FILE} is stale: run "npm run schema" and commit it.`);
  process.exitCode = 1;
}

function read(): string {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return '';
  }
}
