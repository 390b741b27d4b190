import { useState } from 'react';
import { client } from '../client.ts';
import { systemName } from '../exports/systemName.ts';
import {
  CommitImportDocument,
  ConfigureImportDocument,
  type ImportDetailFragment,
} from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { announce } from '../layout/announcer.ts';
import { Check } from './Check.tsx';
import { ConflictList, type Conflicts, conflictsOf } from './ConflictList.tsx';
import { WritingBar } from './ProgressBar.tsx';
import type { ImportNow } from './useImport.ts';

/** Commits what was looked at, once the reference system is confirmed. */
export function CommitForm({
  detail,
  progress,
  onWriting,
  onDone,
  follow,
  refresh,
}: {
  detail: ImportDetailFragment;
  progress: ImportNow['progress'];
  onWriting: (is: boolean) => void;
  onDone: (detail: ImportDetailFragment) => void;
  follow: () => void;
  refresh: () => Promise<void>;
}) {
  const { t, language } = useI18n();
  const [confirmed, setConfirmed] = useState(detail.target === 'INDICATORS');
  const [trouble, setTrouble] = useState<string | null>(null);
  const [conflicts, setConflicts] = useState<Conflicts | null>(null);
  const [busy, setBusy] = useState(false);
  const { id, version, system, counts, skipErrors } = detail;
  const errors = counts?.errors ?? 0;
  const changes = (counts?.create ?? 0) + (counts?.update ?? 0);

  const skip = async (next: boolean): Promise<void> => {
    const input = { id, version, skipErrors: next };
    const { data } = await client.mutation(ConfigureImportDocument, { input }).toPromise();
    if (data) onDone(data.configureImport as ImportDetailFragment);
  };
  const commit = async (): Promise<void> => {
    setBusy(true);
    onWriting(true);
    setTrouble(null);
    const asked = client
      .mutation(CommitImportDocument, { input: { id, version, system: system ?? '' } })
      .toPromise();
    // The commit takes a while; meanwhile the hub tells how far it has come.
    setTimeout(follow, 300);
    const { data, error } = await asked;
    setBusy(false);
    onWriting(false);
    if (data) {
      announce('announce.imported', { figure: changes });
      return onDone(data.commitImport.import as ImportDetailFragment);
    }
    setConflicts(conflictsOf(error));
    setTrouble(error?.graphQLErrors[0]?.message ?? t('error.offline'));
    follow();
  };
  return (
    <section className="import-commit">
      {errors > 0 && (
        <Check
          checked={skipErrors}
          text={t('import.skipErrors', { figure: formatNumber(errors, language) })}
          testId="import-skip"
          onChange={(is) => void skip(is)}
        />
      )}
      {detail.target !== 'INDICATORS' && (
        <label className="import-check">
          <input
            type="checkbox"
            checked={confirmed}
            data-testid="import-confirm"
            onChange={({ target }) => setConfirmed(target.checked)}
          />
          {t('import.confirm', { system: systemName(system ?? '', language) })}
        </label>
      )}
      {conflicts ? (
        <ConflictList
          conflicts={conflicts}
          text={t('import.conflict', { figure: conflicts.count })}
        >
          <button
            type="button"
            className="button button-main"
            data-testid="import-refresh"
            onClick={() => void refresh()}
          >
            {t('import.refresh')}
          </button>
        </ConflictList>
      ) : (
        trouble && (
          <p role="alert" className="trouble">
            {trouble}
          </p>
        )
      )}
      {busy || progress?.phase === 'COMMITTING' ? (
        <WritingBar phase="COMMITTING" progress={progress} />
      ) : (
        <button
          type="button"
          className="button button-main"
          data-testid="import-commit"
          disabled={!confirmed || (errors > 0 && !skipErrors)}
          onClick={() => void commit()}
        >
          {changes === 0
            ? t('import.nothing')
            : t('import.commit', { figure: formatNumber(changes, language) })}
        </button>
      )}
    </section>
  );
}
