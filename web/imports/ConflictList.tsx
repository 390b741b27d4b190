import type { ReactNode } from 'react';
import type { CombinedError } from 'urql';
import { useI18n } from '../i18n/i18n.ts';

/** What somebody changed meanwhile, as an error of the hub tells. */
export interface Conflicts {
  readonly count: number;
  readonly list: readonly { readonly row?: number; readonly code: string | null }[];
}

/** The conflicts that an answer tells of; null when it tells of none. */
export function conflictsOf(error: CombinedError | undefined): Conflicts | null {
  const extensions = error?.graphQLErrors[0]?.extensions;
  const count = extensions?.['conflictCount'];
  if (typeof count !== 'number') return null;
  return { count, list: (extensions?.['conflicts'] ?? []) as Conflicts['list'] };
}

/** Says what somebody changed meanwhile, and what can be done. */
export function ConflictList({
  conflicts,
  text,
  children,
}: {
  conflicts: Conflicts;
  text: string;
  children: ReactNode;
}) {
  const { t } = useI18n();
  return (
    <div role="alert" className="trouble" data-testid="import-conflicts">
      <p>{text}</p>
      <ul>
        {conflicts.list.slice(0, 10).map(({ row, code }) => (
          <li key={`${row} ${code}`}>
            {row !== undefined && `${t('import.row', { row })} · `}
            {code}
          </li>
        ))}
      </ul>
      {children}
    </div>
  );
}
