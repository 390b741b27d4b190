import type { VerdictStatus } from '../../view/view.ts';

/** Ids of communities by verdict. */
export interface Verdicts {
  readonly passing: readonly string[];
  readonly failing: readonly string[];
  readonly unknown: readonly string[];
}

/** The verdicts with some of them as they are now; communities that were not judged before are added. */
export function withVerdicts<V extends Verdicts>(
  before: V,
  changed: ReadonlyMap<string, VerdictStatus>,
): V & { passing: string[]; failing: string[]; unknown: string[] } {
  const now = (ids: readonly string[], status: VerdictStatus): string[] => {
    const known = new Set(ids);
    const joining = [...changed].filter(([id, verdict]) => verdict === status && !known.has(id));
    return [
      ...ids.filter((id) => (changed.get(id) ?? status) === status),
      ...joining.map(([id]) => id),
    ];
  };
  return {
    ...before,
    passing: now(before.passing, 'PASS'),
    failing: now(before.failing, 'FAIL'),
    unknown: now(before.unknown, 'UNKNOWN'),
  };
}
