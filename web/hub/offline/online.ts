import { useStore } from '../../shared/store.ts';
import { createConnectivity } from './connectivity.ts';

const PROBE_TIMEOUT_MS = 8_000;

const connectivity = createConnectivity(probeHub);

/** Whether the hub can be reached. `navigator.onLine` only knows of a cable; what counts is whether requests succeed. */
export const onlineStore = connectivity.store;

/** A request got no answer: from now on the hub is probed, after ever longer pauses, until it answers. */
export const reportNetworkFailure = connectivity.failed;

/** The hub answered, whatever it said. */
export const reportNetworkSuccess = connectivity.succeeded;

/** Something stored at `time` (milliseconds since 1970) is shown in place of an answer. */
export const reportStoredAnswer = connectivity.showsStored;

/** Calls back each time the hub can be reached again. @returns a function that stops it */
export const whenOnline = connectivity.whenOnline;

/** Whether the hub can be reached; the component renders again when that changes. */
export function useOnline(): boolean {
  return useStore(onlineStore, ({ online }) => online);
}

addEventListener('online', () => void connectivity.probeNow());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void connectivity.probeNow();
});

/** Any answer in GraphQL's form will do: a login page of a foreign network has another. */
async function probeHub(): Promise<boolean> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ hub { dataVersion } }' }),
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    });
    const answer: object = await response.json();
    return 'data' in answer || 'errors' in answer;
  } catch {
    return false;
  }
}
