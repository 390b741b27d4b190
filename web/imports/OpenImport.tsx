import { useState } from 'react';
import {
  ConfigureImportDocument,
  DiscardImportDocument,
  type ImportDetailFragment,
} from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { useI18n } from '../i18n/i18n.ts';
import { DetailHead } from '../ui/DetailHead.tsx';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import { pushView } from '../view/viewStore.ts';
import { CommitForm } from './CommitForm.tsx';
import { CountList } from './CountList.tsx';
import { IssueList } from './IssueList.tsx';
import { NewRegions } from './NewRegions.tsx';
import { ProgressBar } from './ProgressBar.tsx';
import { SettingsForm } from './SettingsForm.tsx';
import type { Settings } from './settings.ts';
import { UndoForm } from './UndoForm.tsx';
import { useImport } from './useImport.ts';
import { useRowsOnMap } from './useRowsOnMap.ts';

/** One import, from when its file has arrived to when it is done or undone. */
export function OpenImport({ id }: { id: string }) {
  const { t } = useI18n();
  const { detail, progress, failure, follow, show } = useImport(id);
  const { trouble, attempt } = useAttempt();
  const [isWriting, setWriting] = useState(false);
  /** Forms begin anew when the hub refuses what was chosen: they shall not show it any longer. */
  const [refusals, setRefusals] = useState(0);
  /** The progress of a commit or an undo shows where it was begun. */
  const reading = progress?.phase !== 'COMMITTING' && progress?.phase !== 'UNDOING';
  const ready = detail?.state === 'READY' && !(reading && progress);
  useRowsOnMap(detail && ready ? detail : null);

  const configure = async (settings: Settings): Promise<void> => {
    if (!detail) return;
    const input = { id, version: detail.version, ...settings };
    const { data } = await attempt(() =>
      client.mutation(ConfigureImportDocument, { input }).toPromise(),
    );
    if (data) return show(data.configureImport as ImportDetailFragment);
    setRefusals((before) => before + 1);
    follow();
  };
  const discard = async (): Promise<void> => {
    const { error } = await attempt(() =>
      client.mutation(DiscardImportDocument, { id }).toPromise(),
    );
    if (error) return follow();
    pushView({ page: 'import', file: undefined });
  };

  return (
    <article data-testid="open-import" data-state={detail?.state}>
      <DetailHead title={detail?.fileName ?? t('import.title')}>
        {detail && (
          <p className="detail-sub">
            <span>{t(`import.state.${detail.state}`)}</span>
            {detail.format && <span>{t(`import.format.${detail.format}`, detail.format)}</span>}
          </p>
        )}
      </DetailHead>
      <div className="import">
        <button
          type="button"
          className="back"
          onClick={() => pushView({ page: 'import', file: undefined })}
        >
          <span aria-hidden="true">‹</span> {t('import.all')}
        </button>
        {failure && !detail && <TroubleNote trouble={failure} />}
        {!detail && !failure && <PanelSkeleton />}
        {reading && progress && (
          <ProgressBar
            text={t(`import.phase.${progress.phase}`, { figure: progress.done })}
            share={progress.total ? Math.min(1, progress.done / progress.total) : null}
          />
        )}
        <TroubleNote trouble={trouble} />
        {detail?.problem && (
          <div role="alert" className="trouble" data-testid="import-problem">
            {detail.problem.row !== null && t('import.problemRow', { row: detail.problem.row })}
            {t(`import.problem.${detail.problem.code}`)}
            <details>
              <summary>{t('import.problemDetail')}</summary>
              <small lang="en">{detail.problem.message}</small>
            </details>
          </div>
        )}
        {detail?.counts && !(reading && progress) && <CountList detail={detail} />}
        {detail && (detail.state === 'READY' || detail.state === 'FAILED') && (
          <>
            {ready && <NewRegions detail={detail} configure={configure} />}
            <SettingsForm
              key={`${detail.version} ${refusals}`}
              detail={detail}
              busy={progress !== null || isWriting}
              configure={configure}
            />
            {ready && <IssueList key={refusals} detail={detail} configure={configure} />}
            {ready && (
              <CommitForm
                key={`${detail.version} ${detail.system} ${refusals}`}
                detail={detail}
                progress={progress}
                onWriting={setWriting}
                onDone={show}
                follow={follow}
                refresh={() => configure({})}
              />
            )}
            <button
              type="button"
              className="button"
              disabled={isWriting}
              data-testid="import-discard"
              onClick={() => void discard()}
            >
              {t('import.discard')}
            </button>
          </>
        )}
        {detail?.state === 'COMMITTED' && (
          <UndoForm detail={detail} progress={progress} onDone={show} follow={follow} />
        )}
        {detail?.state === 'UNDONE' && (
          <p role="status">
            {detail.counts?.left
              ? t('import.undoneButFor', {
                  name: detail.undoneBy ?? '',
                  figure: detail.counts.left,
                })
              : t('import.undone', { name: detail.undoneBy ?? '' })}
          </p>
        )}
      </div>
    </article>
  );
}
