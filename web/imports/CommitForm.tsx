import { useState } from 'react';
import { systemName } from '../coordinates/systemName.ts';
import {
  CommitImportDocument,
  ConfigureImportDocument,
  type ImportDetailFragment,
  type ImportIssueCode,
} from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { announce } from '../ui/announcer.ts';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import { Checkbox } from './Checkbox.tsx';
import { ConflictList, conflictsOf } from './ConflictList.tsx';
import { WritingBar } from './ProgressBar.tsx';
import type { ImportNow } from './useImport.ts';

/** Issues of the whole file that take a confirmation of their own. */
const DOUBTS: readonly ImportIssueCode[] = ['MOSTLY_OUTSIDE', 'SHIFTED'];

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
  const [isOutsideConfirmed, confirmOutside] = useState(false);
  const isDoubtful = detail.issueCounts.some(({ code }) => DOUBTS.includes(code));
  const { busy, trouble, attempt } = useAttempt();
  const conflicts = conflictsOf(trouble);
  const { id, version, system, counts, skipErrors } = detail;
  const errors = counts?.errors ?? 0;
  const changes = (counts?.create ?? 0) + (counts?.update ?? 0);

  const skip = async (next: boolean): Promise<void> => {
    const input = { id, version, skipErrors: next };
    const { data } = await client.mutation(ConfigureImportDocument, { input }).toPromise();
    if (data) onDone(data.configureImport as ImportDetailFragment);
  };
  const commit = async (): Promise<void> => {
    onWriting(true);
    const input = { id, version, system: system ?? '', confirmOutside: isOutsideConfirmed };
    const answer = attempt(() => client.mutation(CommitImportDocument, { input }).toPromise());
    // The commit takes a while; meanwhile the hub tells how far it has come.
    setTimeout(follow, 300);
    const { data } = await answer;
    onWriting(false);
    if (data) {
      announce('announce.imported', { figure: changes });
      return onDone(data.commitImport.import as ImportDetailFragment);
    }
    follow();
  };
  return (
    <section className="import-commit">
      {errors > 0 && (
        <Checkbox
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
      {isDoubtful && (
        <label className="import-check">
          <input
            type="checkbox"
            checked={isOutsideConfirmed}
            data-testid="import-confirm-outside"
            onChange={({ target }) => confirmOutside(target.checked)}
          />
          {t('import.confirmOutside')}
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
        <TroubleNote trouble={trouble} />
      )}
      {busy || progress?.phase === 'COMMITTING' ? (
        <WritingBar phase="COMMITTING" progress={progress} />
      ) : (
        <button
          type="button"
          className="button button-main"
          data-testid="import-commit"
          disabled={
            !confirmed || (isDoubtful && !isOutsideConfirmed) || (errors > 0 && !skipErrors)
          }
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
