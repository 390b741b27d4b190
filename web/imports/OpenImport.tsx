import { useState } from 'react';
import { client } from '../client.ts';
import {
  ConfigureImportDocument,
  DiscardImportDocument,
  type ImportDetailFragment,
} from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { DetailHead } from '../layout/DetailHead.tsx';
import { PanelSkeleton } from '../layout/PanelSkeleton.tsx';
import { pushView } from '../view/viewStore.ts';
import { CommitForm } from './CommitForm.tsx';
import { CountList } from './CountList.tsx';
import { IssueList } from './IssueList.tsx';
import { ProgressBar } from './ProgressBar.tsx';
import { SettingsForm } from './SettingsForm.tsx';
import type { Settings } from './settings.ts';
import { UndoForm } from './UndoForm.tsx';
import { useImport } from './useImport.ts';
import { usePreview } from './usePreview.ts';

/** One import, from when its file has arrived to when it is done or undone. */
export function OpenImport({ id }: { id: string }) {
  const { t } = useI18n();
  const { detail, progress, failed, follow, show } = useImport(id);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isWriting, setWriting] = useState(false);
  /** Forms begin anew when the hub refuses what was chosen: they shall not show it any longer. */
  const [refusals, setRefusals] = useState(0);
  /** A commit and an undo are told where they were begun. */
  const reading = progress?.phase !== 'COMMITTING' && progress?.phase !== 'UNDOING';
  const ready = detail?.state === 'READY' && !(reading && progress);
  usePreview(detail && ready ? detail : null);

  const configure = async (settings: Settings): Promise<void> => {
    if (!detail) return;
    const input = { id, version: detail.version, ...settings };
    const { data, error } = await client.mutation(ConfigureImportDocument, { input }).toPromise();
    setTrouble(error?.graphQLErrors[0]?.message ?? (error ? t('error.offline') : null));
    if (data) return show(data.configureImport as ImportDetailFragment);
    setRefusals((before) => before + 1);
    follow();
  };
  const discard = async (): Promise<void> => {
    const { error } = await client.mutation(DiscardImportDocument, { id }).toPromise();
    if (error) {
      setTrouble(error.graphQLErrors[0]?.message ?? t('error.offline'));
      return follow();
    }
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
        {failed && !detail && <p role="alert">{t('error.offline')}</p>}
        {!detail && !failed && <PanelSkeleton />}
        {reading && progress && (
          <ProgressBar
            text={t(`import.phase.${progress.phase}`, { figure: progress.done })}
            share={progress.total ? Math.min(1, progress.done / progress.total) : null}
          />
        )}
        {trouble && (
          <p role="alert" className="trouble">
            {trouble}
          </p>
        )}
        {detail?.problem && (
          <p role="alert" className="trouble" data-testid="import-problem">
            {detail.problem.row !== null && t('import.problemRow', { row: detail.problem.row })}
            {t(`import.problem.${detail.problem.code}`)}
            <small lang="en">{detail.problem.message}</small>
          </p>
        )}
        {detail?.counts && !(reading && progress) && <CountList detail={detail} />}
        {detail && (detail.state === 'READY' || detail.state === 'FAILED') && (
          <>
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
