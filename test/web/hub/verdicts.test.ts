import { expect, test } from 'vitest';
import { withVerdicts } from '../../../web/hub/live/verdicts.ts';

const BEFORE = { dataVersion: '1', passing: ['a', 'b'], failing: ['c', 'd'], unknown: ['e'] };

test('verdicts go to where they are now, and the others stay', () => {
  const changed = new Map([
    ['b', 'FAIL'],
    ['c', 'PASS'],
    ['d', 'FAIL'],
    ['e', 'PASS'],
    ['new', 'UNKNOWN'],
  ] as const);
  expect(withVerdicts(BEFORE, changed)).toEqual({
    dataVersion: '1',
    passing: ['a', 'c', 'e'],
    failing: ['d', 'b'],
    unknown: ['new'],
  });
});

test('nothing changed leaves all as it was', () => {
  expect(withVerdicts(BEFORE, new Map())).toEqual(BEFORE);
});
