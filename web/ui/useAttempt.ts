import { useState } from 'react';
import type { Failure } from '../hub/offline/away.ts';
import { type Trouble, troubleOf } from '../hub/trouble.ts';

/** Something that a form does, and that may fail. */
export interface Attempt {
  /** Whether it is under way. */
  readonly busy: boolean;
  /** What went wrong the last time; null when nothing did. */
  readonly trouble: Trouble | null;
  /** Does it, and gives what it gave. */
  attempt<Result extends { error?: Failure | undefined }>(
    work: () => Promise<Result>,
  ): Promise<Result>;
}

/** Runs the mutation of a form: its button waits meanwhile, and its trouble stays until the next attempt. */
export function useAttempt(): Attempt {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  return {
    busy,
    trouble,
    async attempt(work) {
      setBusy(true);
      try {
        const result = await work();
        setTrouble(result.error ? troubleOf(result.error) : null);
        return result;
      } finally {
        setBusy(false);
      }
    },
  };
}
