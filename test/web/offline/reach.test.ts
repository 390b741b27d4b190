import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createReach } from '../../../web/offline/reach.ts';

/** Noon of a day, in milliseconds since 1970. */
const NOON = Date.UTC(2026, 10, 23, 12);

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A hub that answers as told, and counts how often it was asked. */
function hub() {
  const state = { answers: false, asked: 0 };
  const reach = createReach(async () => {
    state.asked += 1;
    return state.answers;
  });
  return { state, reach };
}

describe('whether the hub can be reached', () => {
  test('is believed until a request fails; what is shown is then as old as the last answer', () => {
    const { reach } = hub();
    expect(reach.store.get()).toEqual({ online: true, asOf: null });
    reach.succeeded();
    vi.advanceTimersByTime(60_000);
    reach.failed();
    expect(reach.store.get()).toEqual({ online: false, asOf: NOON });
  });

  test('the oldest of what is shown tells the age', () => {
    const { reach } = hub();
    reach.failed();
    expect(reach.store.get().asOf).toBeNull();
    reach.showsStateOf(NOON - 1_000);
    reach.showsStateOf(NOON - 9_000);
    reach.showsStateOf(NOON - 5_000);
    expect(reach.store.get().asOf).toBe(NOON - 9_000);
  });

  test('is asked ever more seldom: after 1, 2, 4, 8, 16 and then every 30 seconds', async () => {
    const { reach, state } = hub();
    reach.failed();
    const askedAt: number[] = [];
    for (let second = 1; second <= 91; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      if (state.asked > askedAt.length) askedAt.push(second);
    }
    expect(askedAt).toEqual([1, 3, 7, 15, 31, 61, 91]);
  });

  test('its return is told to those who wait for it, once each time', async () => {
    const { reach, state } = hub();
    const told = vi.fn();
    const stop = reach.whenOnline(told);
    reach.failed();
    state.answers = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toHaveBeenCalledTimes(1);
    expect(reach.store.get()).toEqual({ online: true, asOf: null });
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    reach.failed();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toHaveBeenCalledTimes(1);
    expect(state.asked).toBe(2);
  });

  test('an answer to any request means that it is back', () => {
    const { reach } = hub();
    reach.failed();
    reach.succeeded();
    expect(reach.store.get().online).toBe(true);
  });

  test('requests that always fail beside others that succeed do not ask without pause', async () => {
    const { reach, state } = hub();
    state.answers = true;
    const returns = vi.fn();
    reach.whenOnline(() => {
      returns();
      reach.succeeded();
      reach.failed();
      reach.succeeded();
    });
    reach.failed();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(returns.mock.calls.length).toBeLessThan(8);
  });

  test('a return that broke off at once leaves the age of what is shown', async () => {
    const { reach, state } = hub();
    reach.failed();
    reach.showsStateOf(NOON - 60_000);
    state.answers = true;
    await vi.advanceTimersByTimeAsync(1_000);
    state.answers = false;
    reach.failed();
    expect(reach.store.get()).toEqual({ online: false, asOf: NOON - 60_000 });
  });

  test('can be tried before its time, but only by one at a time', async () => {
    const { reach, state } = hub();
    reach.failed();
    await Promise.all([reach.tryNow(), reach.tryNow()]);
    expect(state.asked).toBe(1);
    state.answers = true;
    await reach.tryNow();
    expect(reach.store.get().online).toBe(true);
    await reach.tryNow();
    expect(state.asked).toBe(2);
  });
});
