import { globSync, readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const schema = buildSchema(readFileSync(new URL('schema.graphql', root), 'utf8'));
const files = globSync('web/graphiql/examples/*.graphql', { cwd: root }).sort();

describe('the example queries', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThanOrEqual(7);
  });

  it.each(files)('%s is valid and begins with what it is for', (file) => {
    const query = readFileSync(new URL(file, root), 'utf8');
    expect(validate(schema, parse(query))).toEqual([]);
    expect(query).toMatch(/^# .+/);
  });
});
