import { useCallback, useEffect, useState } from 'react';
import { client } from '../client.ts';
import {
  type ImportDetailFragment,
  ImportDetailsDocument,
  ImportProgressOfDocument,
  type ImportProgressOfQuery,
} from '../generated/graphql.ts';

/** How often the hub is asked how far it has come. */
const ASK_EVERY_MS = 500;

/** An import as the hub has it now. */
export interface ImportNow {
  readonly detail: ImportDetailFragment | null;
  readonly progress: ImportProgressOfQuery['import']['progress'];
  readonly failed: boolean;
  /** Asks again, until there is no more work on it. */
  follow(): void;
  /** Shows what the answer to a mutation says. */
  show(detail: ImportDetailFragment): void;
}

const FRESH = { requestPolicy: 'network-only' } as const;

/** Follows an import for as long as the hub works on it. */
export function useImport(id: string): ImportNow {
  const [detail, setDetail] = useState<ImportDetailFragment | null>(null);
  const [progress, setProgress] = useState<ImportNow['progress']>(null);
  const [failed, setFailed] = useState(false);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const ask = async (): Promise<void> => {
      const { data } = await client.query(ImportProgressOfDocument, { id }, FRESH).toPromise();
      if (stopped) return;
      const now = data?.import.progress ?? null;
      setProgress(now);
      // Without an answer the hub may be busy with this very import.
      if (now || !data) {
        timer = setTimeout(() => void ask(), ASK_EVERY_MS);
        if (data) return;
      }
      const all = await client.query(ImportDetailsDocument, { id }, FRESH).toPromise();
      if (stopped) return;
      setFailed(!all.data);
      if (all.data) setDetail(all.data.import as ImportDetailFragment);
    };
    void ask();
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
  return { detail, progress, failed, follow, show };
}
