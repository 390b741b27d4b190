import { describe, expect, test } from 'vitest';
import { Status } from '../../server/coverage/engine/index.ts';
import { judgeFor } from '../../server/coverage/judge-pool.ts';
import type { JudgeTask } from '../../server/coverage/judge-task.ts';

/** One community with a facility at its service point; arrays are new, because threads take them. */
const task = (boundary: string | null = null): JudgeTask => ({
  originLon: Float64Array.of(121.5),
  originLat: Float64Array.of(25),
  boundaries: [boundary],
  cells: {
    lon: Float64Array.of(121.5),
    lat: Float64Array.of(25.001),
    weight: Float64Array.of(7),
    community: Int32Array.of(0),
  },
  facilities: {
    lon: Float64Array.of(121.5),
    lat: Float64Array.of(25),
    kind: Int32Array.of(0),
  },
  rules: [{ radiusMeters: 500, kinds: [0] }],
});

describe.each([
  ['on the spot', 1],
  ['in threads', 10_000],
])('judging %s', (_where, communities) => {
  const { cells } = task();
  const judges = judgeFor({ cells, boundaries: Array.from({ length: communities }, () => null) });

  test('gives one outcome for each rule, for many tasks at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => judges.judge(task())));
    for (const [outcome] of all) {
      expect(outcome?.status[0]).toBe(Status.PASS);
      expect(outcome?.residentsCovered[0]).toBe(7);
    }
  });

  test('goes on after a task that failed', async () => {
    await expect(judges.judge(task('no GeoJSON'))).rejects.toThrow(/JSON/);
    const failing = Array.from({ length: 6 }, (_, i) => judges.judge(task(i % 2 ? null : '{')));
    const settled = await Promise.allSettled(failing);
    expect(settled.map(({ status }) => status)).toEqual(
      Array.from({ length: 6 }, (_, i) => (i % 2 ? 'fulfilled' : 'rejected')),
    );
  });
});
