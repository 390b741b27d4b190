import { useState } from 'react';
import { client } from '../client.ts';
import { systemName } from '../exports/systemName.ts';
import { type ImportDetailFragment, UndoImportDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { announce } from '../layout/announcer.ts';
import { ConflictList, type Conflicts, conflictsOf } from './ConflictList.tsx';
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
  const [conflicts, setConflicts] = useState<Conflicts | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const undo = async (leaveChanged: boolean): Promise<void> => {
    setBusy(true);
    const asked = client
      .mutation(UndoImportDocument, { input: { id: detail.id, leaveChanged } })
      .toPromise();
    setTimeout(follow, 300);
    const { data, error } = await asked;
    setBusy(false);
    if (data) {
      announce('announce.importUndone');
      return onDone(data.undoImport.import as ImportDetailFragment);
    }
    setConflicts(conflictsOf(error));
    setTrouble(error?.graphQLErrors[0]?.message ?? t('error.offline'));
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
        trouble && (
          <p role="alert" className="trouble">
            {trouble}
          </p>
        )
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
