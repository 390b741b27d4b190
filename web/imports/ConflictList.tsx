import type { ReactNode } from 'react';
import type { Trouble } from '../hub/trouble.ts';
import { useI18n } from '../i18n/i18n.ts';

/** What somebody changed meanwhile, as an error of the hub lists it. */
export interface Conflicts {
  readonly count: number;
  readonly list: readonly { readonly row?: number; readonly code: string | null }[];
}

/** The conflicts that a failed write lists; null when it lists none. */
export function conflictsOf(trouble: Trouble | null): Conflicts | null {
  const { conflictCount: count, conflicts: list = [] } = trouble?.details ?? {};
  return typeof count === 'number' ? { count, list: list as Conflicts['list'] } : null;
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
