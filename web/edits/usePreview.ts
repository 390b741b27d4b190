import { useEffect, useState } from 'react';
import { client } from '../client.ts';
import {
  PreviewEditDocument,
  type PreviewEditInput,
  type PreviewEditQuery,
} from '../generated/graphql.ts';

export type Preview = PreviewEditQuery['previewEdit'];

/** What is known of what an edit would do. */
export interface PreviewState {
  /** The last answer; null while there is none that fits. */
  readonly preview: Preview | null;
  /**
   * `asking` until the pin rests and the hub has answered; `unknown` without network; `stale` when somebody
   * has changed the facility meanwhile: saving then shows both, to decide.
   */
  readonly state: 'asking' | 'known' | 'unknown' | 'stale' | 'refused';
  /** Why the hub would not take it. */
  readonly reason?: string;
}

/** So long a pin must rest before the hub is asked. */
const REST_MS = 300;

/** Asks the hub what an edit would do, each time it rests; null asks nothing. */
export function usePreview(input: PreviewEditInput | null): PreviewState {
  const [found, setFound] = useState<PreviewState & { key: string }>();
  const key = JSON.stringify(input);
  useEffect(() => {
    const asked: PreviewEditInput | null = JSON.parse(key);
    if (!asked) return;
    let over = false;
    const timer = setTimeout(async () => {
      const { data, error } = await client
        .query(PreviewEditDocument, { input: asked }, { requestPolicy: 'network-only' })
        .toPromise();
      if (over) return;
      const refusal = error?.graphQLErrors[0]?.extensions as Record<string, string> | undefined;
      if (data) setFound({ key, preview: data.previewEdit, state: 'known' });
      else if (refusal?.['code'] === 'CONFLICT') setFound({ key, preview: null, state: 'stale' });
      else if (refusal && refusal['code'] !== 'INTERNAL_SERVER_ERROR') {
        const reason = refusal['reason'] ?? (refusal['code'] as string);
        setFound({ key, preview: null, state: 'refused', reason });
      } else setFound({ key, preview: null, state: 'unknown' });
    }, REST_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [key]);
  return found?.key === key ? found : { preview: null, state: input ? 'asking' : 'unknown' };
}
