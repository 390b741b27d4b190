import { useEffect } from 'react';
import { useQuery } from 'urql';
import { ImportByIdDocument, type ImportWholeFragment } from '../generated/graphql.ts';

export type Import = ImportWholeFragment;

/** How often the hub is asked how far it has come. */
const ASK_MS = 700;

/** An import, asked for again and again while the hub works on it. */
export function useImport(id: string) {
  const [{ data, error, fetching }, ask] = useQuery({
    query: ImportByIdDocument,
    variables: { id },
    requestPolicy: 'cache-and-network',
  });
  const found = (data?.import ?? undefined) as Import | undefined;
  const isWorking = found?.state === 'READING' || Boolean(found?.progress);
  useEffect(() => {
    if (!isWorking || fetching) return;
    const timer = setTimeout(() => ask({ requestPolicy: 'network-only' }), ASK_MS);
    return () => clearTimeout(timer);
  }, [isWorking, fetching, ask]);
  return { found, error, isWorking, again: () => ask({ requestPolicy: 'network-only' }) };
}
