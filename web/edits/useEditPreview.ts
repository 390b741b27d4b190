import { useEffect, useState } from 'react';
import {
  PreviewEditDocument,
  type PreviewEditInput,
  type PreviewEditQuery,
} from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { isPassing, type Trouble, troubleOf } from '../hub/trouble.ts';
import { pauseMs } from '../shared/pause.ts';

export type Preview = PreviewEditQuery['previewEdit'];

/** What is known of what an edit would do. */
export interface PreviewState {
  /** The last answer; null while there is none that fits. */
  readonly preview: Preview | null;
  /**
   * `loading` until the pin rests and the hub has answered; `unknown` while the hub cannot answer, and the request
   * is repeated; `stale` when somebody has changed the facility meanwhile: saving then shows both, to decide.
   */
  readonly state: 'loading' | 'known' | 'unknown' | 'stale' | 'refused';
  /** Why the hub has not answered for now, or would not take it. */
  readonly trouble?: Trouble;
}

/** So long a pin must rest before its preview is requested. */
const REST_MS = 300;
const PAUSES = { firstMs: 1_000, longestMs: 30_000 };

/** Requests what an edit would do, each time it rests; null requests nothing. */
export function useEditPreview(input: PreviewEditInput | null): PreviewState {
  const [found, setFound] = useState<PreviewState & { key: string }>();
  const key = JSON.stringify(input);
  useEffect(() => {
    const wanted: PreviewEditInput | null = JSON.parse(key);
    if (!wanted) return;
    let over = false;
    let failures = 0;
    const request = async () => {
      const { data, error } = await client
        .query(PreviewEditDocument, { input: wanted }, { requestPolicy: 'network-only' })
        .toPromise();
      if (over) return;
      if (data) return setFound({ key, preview: data.previewEdit, state: 'known' });
      const trouble = troubleOf(error ?? {});
      setFound({ key, preview: null, state: stateAfter(trouble), trouble });
      if (!isPassing(trouble)) return;
      failures += 1;
      timer = setTimeout(() => void request(), pauseMs(failures, PAUSES));
    };
    let timer = setTimeout(() => void request(), REST_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [key]);
  return found?.key === key ? found : { preview: null, state: input ? 'loading' : 'unknown' };
}

function stateAfter(trouble: Trouble): PreviewState['state'] {
  if (isPassing(trouble)) return 'unknown';
  return trouble.kind === 'conflict' ? 'stale' : 'refused';
}
