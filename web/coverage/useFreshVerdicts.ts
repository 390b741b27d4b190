import { useEffect } from 'react';
import { liveVersionStore } from '../hub/live/version.ts';
import { useStatuses } from './useCoverage.ts';

/** Refetches verdicts that were in flight while a change came in: they may be older than it. */
export function useFreshVerdicts(): void {
  const [{ data }, execute] = useStatuses();
  const shown = data?.coverageStatuses.dataVersion;
  useEffect(() => {
    if (shown !== undefined && Number(shown) < Number(liveVersionStore.get())) {
      execute({ requestPolicy: 'network-only' });
    }
  }, [shown, execute]);
}
