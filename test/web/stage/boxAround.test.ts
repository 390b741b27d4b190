import { expect, it } from 'vitest';
import { boxAround } from '../../../web/stage/boxAround.ts';

it('the box around positions is west, south, east, north', () => {
  expect(
    boxAround([
      [3, 7],
      [1, 9],
      [2, 8],
    ]),
  ).toEqual([1, 7, 3, 9]);
});
