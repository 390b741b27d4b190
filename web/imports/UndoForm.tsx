import { systemName } from '../coordinates/systemName.ts';
import { type ImportDetailFragment, UndoImportDocument } from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { useI18n } from '../i18n/i18n.ts';
import { announce } from '../ui/announcer.ts';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import { ConflictList, conflictsOf } from './ConflictList.tsx';
import { WritingBar } from './ProgressBar.tsx';
import type { ImportNow } from './useImport.ts';

/** What was imported, and the way back. */
export function UndoForm({
  detail,
  progress,
  onDone,
  follow,
}: {
  detail: ImportDetailFragment;
  progress: ImportNow['progress'];
  onDone: (detail: ImportDetailFragment) => void;
  follow: () => void;
}) {
  const { t, language } = useI18n();
  const { busy, trouble, attempt } = useAttempt();
  const conflicts = conflictsOf(trouble);
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const undo = async (leaveChanged: boolean): Promise<void> => {
    const input = { id: detail.id, leaveChanged };
    const answer = attempt(() => client.mutation(UndoImportDocument, { input }).toPromise());
    setTimeout(follow, 300);
    const { data } = await answer;
    if (data) {
      announce('announce.importUndone');
      return onDone(data.undoImport.import as ImportDetailFragment);
    }
  };
  return (
    <section className="import-commit">
      <p role="status" data-testid="import-done">
        {t('import.done', {
          name: detail.actor,
          time: time.format(new Date(detail.committedAt as string)),
          system: systemName(detail.system ?? '', language),
        })}
      </p>
      {conflicts ? (
        <ConflictList
          conflicts={conflicts}
          text={t('import.undoConflict', { figure: conflicts.count })}
        >
          <button
            type="button"
            className="button button-danger"
            disabled={busy}
            onClick={() => void undo(true)}
          >
            {t('import.undoOthers')}
          </button>
        </ConflictList>
      ) : (
        <TroubleNote trouble={trouble} />
      )}
      {busy || progress?.phase === 'UNDOING' ? (
        <WritingBar phase="UNDOING" progress={progress} />
      ) : (
        <button
          type="button"
          className="button"
          data-testid="import-undo"
          onClick={() => void undo(false)}
        >
          {t('import.undo')}
        </button>
      )}
      {detail.target === 'FACILITIES' && <p className="hint">{t('import.undoHint')}</p>}
    </section>
  );
}
