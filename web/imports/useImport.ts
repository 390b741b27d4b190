import { useCallback, useEffect, useState } from 'react';
import {
  type ImportDetailFragment,
  ImportDetailsDocument,
  ImportProgressOfDocument,
  type ImportProgressOfQuery,
} from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { type Trouble, troubleOf } from '../hub/trouble.ts';

/** How often the progress is polled. */
const POLL_MS = 500;

/** An import as the hub has it now. */
export interface ImportNow {
  readonly detail: ImportDetailFragment | null;
  readonly progress: ImportProgressOfQuery['import']['progress'];
  /** Why it cannot be shown; null while it can. */
  readonly failure: Trouble | null;
  /** Polls again, until there is no more work on it. */
  follow(): void;
  /** Shows what the answer to a mutation says. */
  show(detail: ImportDetailFragment): void;
}

const FRESH = { requestPolicy: 'network-only' } as const;

/** Follows an import for as long as the hub works on it. */
export function useImport(id: string): ImportNow {
  const [detail, setDetail] = useState<ImportDetailFragment | null>(null);
  const [progress, setProgress] = useState<ImportNow['progress']>(null);
  const [failure, setFailure] = useState<Trouble | null>(null);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round polls again
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const poll = async (): Promise<void> => {
      const { data } = await client.query(ImportProgressOfDocument, { id }, FRESH).toPromise();
      if (stopped) return;
      const now = data?.import.progress ?? null;
      setProgress(now);
      // Without an answer the hub may be busy with this very import.
      if (now || !data) {
        timer = setTimeout(() => void poll(), POLL_MS);
        if (data) return;
      }
      const all = await client.query(ImportDetailsDocument, { id }, FRESH).toPromise();
      if (stopped) return;
      setFailure(all.error && !all.data ? troubleOf(all.error) : null);
      if (all.data) setDetail(all.data.import as ImportDetailFragment);
    };
    void poll();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [id, round]);

  const follow = useCallback(() => setRound((before) => before + 1), []);
  const show = useCallback((next: ImportDetailFragment) => {
    setDetail(next);
    setRound((before) => before + 1);
  }, []);
  return { detail, progress, failure, follow, show };
}
