import { useEffect, useState } from 'react';

/** What a control shows: what was chosen last, until the hub says what is so now. */
export function useOptimisticValue<T>(actual: T): [shown: T, choose: (chosen: T) => void] {
  const [shown, setShown] = useState(actual);
  useEffect(() => setShown(actual), [actual]);
  return [shown, setShown];
}
