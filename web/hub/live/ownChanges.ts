import { mapExchange } from 'urql';

const ownVersions = new Set<string>();

/** Whether a data version was made from this page: its author needs no announcement. */
export function isOwnChange(dataVersion: string): boolean {
  return ownVersions.has(dataVersion);
}

/** Notes the data versions that this page's own writes make. */
export const ownChangesExchange = mapExchange({
  onResult({ operation, data }) {
    if (operation.kind !== 'mutation') return;
    for (const payload of Object.values((data ?? {}) as Record<string, unknown>)) {
      const version = (payload as { dataVersion?: unknown } | null)?.dataVersion;
      if (typeof version === 'string') ownVersions.add(version);
    }
  },
});
