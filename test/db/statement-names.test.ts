import { describe, expect, test } from 'vitest';
import { StatementNames } from '../../db/statement-names.ts';

describe('statements', () => {
  test('get a name when they are sent often, and keep it', () => {
    const names = new StatementNames();
    const given = Array.from({ length: 7 }, () => names.nameOf('SELECT 1'));
    expect(given).toEqual([undefined, undefined, undefined, undefined, 'hub_0', 'hub_0', 'hub_0']);
    expect(names.nameOf('SELECT 2')).toBeUndefined();
  });

  test('that are many share no name and take no more than a bounded memory', () => {
    const names = new StatementNames();
    const given = new Set<string>();
    for (let i = 0; i < 10_000; i++) {
      for (let times = 0; times < 5; times++) {
        const name = names.nameOf(`SELECT ${i}`);
        if (name) given.add(name);
      }
    }
    expect(given.size).toBe(200);
  });
});
