/** The first pause before something is tried again, and the longest, in milliseconds. */
export interface PauseLimits {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * How long to wait before trying again: twice as long each time, up to the longest, and not equally long for all
 * pages, lest all of them send requests to a hub that comes back at once.
 * @param failures how often it has failed so far in a row, from 1
 * @param random a number from 0 to 1
 * @returns milliseconds, between half of the full pause and all of it
 */
export function pauseMs(
  failures: number,
  { firstMs, longestMs }: PauseLimits,
  random = Math.random(),
): number {
  const full = Math.min(firstMs * 2 ** (failures - 1), longestMs);
  return full * (0.5 + random / 2);
}
