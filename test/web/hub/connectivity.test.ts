import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createConnectivity } from '../../../web/hub/offline/connectivity.ts';

/** Noon of a day, in milliseconds since 1970. */
const NOON = Date.UTC(2026, 10, 23, 12);

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A hub that answers probes or not, and counts them. */
function hub() {
  const state = { answers: false, probes: 0 };
  const connectivity = createConnectivity(async () => {
    state.probes += 1;
    return state.answers;
  });
  return { state, connectivity };
}

describe('whether the hub can be reached', () => {
  test('is believed until a request fails; what is shown is then as old as the last answer', () => {
    const { connectivity } = hub();
    expect(connectivity.store.get()).toEqual({ online: true, asOf: null });
    connectivity.succeeded();
    vi.advanceTimersByTime(60_000);
    connectivity.failed();
    expect(connectivity.store.get()).toEqual({ online: false, asOf: NOON });
  });

  test('the oldest of what is shown tells the age', () => {
    const { connectivity } = hub();
    connectivity.failed();
    expect(connectivity.store.get().asOf).toBeNull();
    connectivity.showsStored(NOON - 1_000);
    connectivity.showsStored(NOON - 9_000);
    connectivity.showsStored(NOON - 5_000);
    expect(connectivity.store.get().asOf).toBe(NOON - 9_000);
  });

  test('is probed after ever longer pauses: after 1, 2, 4, 8, 16 and then every 30 seconds', async () => {
    const { connectivity, state } = hub();
    connectivity.failed();
    const probedAt: number[] = [];
    for (let second = 1; second <= 91; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      if (state.probes > probedAt.length) probedAt.push(second);
    }
    expect(probedAt).toEqual([1, 3, 7, 15, 31, 61, 91]);
  });

  test('its return is reported to those who wait for it, once each time', async () => {
    const { connectivity, state } = hub();
    const callback = vi.fn();
    const stop = connectivity.whenOnline(callback);
    connectivity.failed();
    state.answers = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(callback).toHaveBeenCalledTimes(1);
    expect(connectivity.store.get()).toEqual({ online: true, asOf: null });
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    connectivity.failed();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(callback).toHaveBeenCalledTimes(1);
    expect(state.probes).toBe(2);
  });

  test('an answer to any request means that it is back', () => {
    const { connectivity } = hub();
    connectivity.failed();
    connectivity.succeeded();
    expect(connectivity.store.get().online).toBe(true);
  });

  test('requests that always fail beside others that succeed do not ask without pause', async () => {
    const { connectivity, state } = hub();
    state.answers = true;
    const returns = vi.fn();
    connectivity.whenOnline(() => {
      returns();
      connectivity.succeeded();
      connectivity.failed();
      connectivity.succeeded();
    });
    connectivity.failed();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(returns.mock.calls.length).toBeLessThan(8);
  });

  test('those who wait for it do not hold up the answer by which it is known', async () => {
    const { connectivity } = hub();
    const order: string[] = [];
    connectivity.whenOnline(() => order.push('one who waited'));
    connectivity.failed();
    connectivity.succeeded();
    order.push('the answer');
    await vi.advanceTimersByTimeAsync(0);
    expect(order).toEqual(['the answer', 'one who waited']);
  });

  test('a return that broke off at once leaves the age of what is shown', async () => {
    const { connectivity, state } = hub();
    connectivity.failed();
    connectivity.showsStored(NOON - 60_000);
    state.answers = true;
    await vi.advanceTimersByTimeAsync(1_000);
    state.answers = false;
    connectivity.failed();
    expect(connectivity.store.get()).toEqual({ online: false, asOf: NOON - 60_000 });
  });

  test('can be tried before its time, but only by one at a time', async () => {
    const { connectivity, state } = hub();
    connectivity.failed();
    await Promise.all([connectivity.probeNow(), connectivity.probeNow()]);
    expect(state.probes).toBe(1);
    state.answers = true;
    await connectivity.probeNow();
    expect(connectivity.store.get().online).toBe(true);
    await connectivity.probeNow();
    expect(state.probes).toBe(2);
  });
});
