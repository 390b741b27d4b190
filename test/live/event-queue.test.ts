import { expect, test } from 'vitest';
import { EventQueue } from '../../server/live/event-queue.ts';

const queueOf3 = (onEnd = (): void => undefined): EventQueue<number> =>
  new EventQueue<number>(3, (waiting) => -Math.max(...waiting), onEnd);

test('events come in order, whether they or their taker came first', async () => {
  const queue = queueOf3();
  const early = [queue.next(), queue.next()];
  for (const event of [1, 2, 3]) queue.push(event);
  const taken = [...(await Promise.all(early)), await queue.next()];
  expect(taken.map(({ value }) => value)).toEqual([1, 2, 3]);
});

test('more than the limit become one', async () => {
  const queue = queueOf3();
  for (const event of [1, 2, 3, 4, 5]) queue.push(event);
  expect((await queue.next()).value).toBe(-4);
  expect((await queue.next()).value).toBe(5);
});

test('whoever waits hears of the end, once, and nothing comes after it', async () => {
  let ends = 0;
  const queue = queueOf3(() => ends++);
  const waiting = queue.next();
  await queue.return();
  await queue.return();
  queue.push(1);
  expect([await waiting, await queue.next()]).toEqual([
    { value: undefined, done: true },
    { value: undefined, done: true },
  ]);
  expect(ends).toBe(1);
});
