import { useStore } from '../shared/store.ts';
import { createReach } from './reach.ts';

const PROBE_PATIENCE_MS = 8_000;

const reach = createReach(askHub);

/** Whether the hub can be reached. `navigator.onLine` only knows of a cable: requests tell. */
export const onlineStore = reach.store;

/** A request got no answer: from now on the hub is asked, ever more seldom, until it answers. */
export const reportNetworkFailure = reach.failed;

/** The hub answered, whatever it said. */
export const reportNetworkSuccess = reach.succeeded;

/** Something stored at `time` (milliseconds since 1970) is shown in place of an answer. */
export const reportStateOf = reach.showsStateOf;

/** Calls back each time the hub can be reached again. @returns a function that stops it */
export const whenOnline = reach.whenOnline;

/** Whether the hub can be reached; the component renders again when that changes. */
export function useOnline(): boolean {
  return useStore(onlineStore, ({ online }) => online);
}

addEventListener('online', () => void reach.tryNow());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void reach.tryNow();
});

/** Any answer in GraphQL's form will do: a login page of a foreign network has another. */
async function askHub(): Promise<boolean> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ hub { dataVersion } }' }),
      signal: AbortSignal.timeout(PROBE_PATIENCE_MS),
    });
    const answer: object = await response.json();
    return 'data' in answer || 'errors' in answer;
  } catch {
    return false;
  }
}
