import { useState } from 'react';
import { useMutation } from 'urql';
import { infoOf, isReferenceSystem } from '../../server/coordinates/reference-names.ts';
import {
  CommitImportDocument,
  ConfigureImportDocument,
  type ConfigureImportInput,
  DiscardImportDocument,
  UndoImportDocument,
} from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { PanelSkeleton } from '../layout/PanelSkeleton.tsx';
import { Problem } from '../layout/Problem.tsx';
import type { Language } from '../view/view.ts';
import { ImportCounts } from './ImportCounts.tsx';
import { ImportIssues } from './ImportIssues.tsx';
import { ImportSettings } from './ImportSettings.tsx';
import { Progress } from './Progress.tsx';
import { type Import, useImport } from './useImport.ts';
import { usePreview } from './usePreview.ts';

/** One import: what the file is taken for, what it would do and what is wrong, and the decision. */
export function ImportDetail({ id, onBack }: { id: string; onBack: () => void }) {
  const { t } = useI18n();
  const { found, error, isWorking, again } = useImport(id);
  return (
    <div className="import" data-testid="import-detail" data-state={found?.state}>
      <button type="button" className="link-button" onClick={onBack}>
        ‹ {t('import.all')}
      </button>
      {error && !found && <Problem error={error} retry={again} />}
      {!found && !error && <PanelSkeleton />}
      {found && (
        <>
          <h3>{found.fileName}</h3>
          {isWorking ? <Working found={found} /> : <Rest found={found} again={again} />}
        </>
      )}
    </div>
  );
}

function Working({ found: { progress } }: { found: Import }) {
  const { t, language } = useI18n();
  const number = new Intl.NumberFormat(language);
  const phase = progress?.phase ?? 'WAITING';
  const done = progress && progress.phase === 'READING' ? number.format(progress.done) : '';
  const share = progress?.total ? Math.min(1, progress.done / progress.total) : null;
  return <Progress text={t(`import.phase.${phase}`, { done })} share={share} />;
}

function Rest({ found, again }: { found: Import; again: () => void }) {
  const { t } = useI18n();
  const [, configure] = useMutation(ConfigureImportDocument);
  const [trouble, setTrouble] = useState('');
  const change = async (settings: Partial<ConfigureImportInput>) => {
    const input = { id: found.id, version: found.version, ...settings };
    const { error } = await configure({ input });
    setTrouble(error ? (error.graphQLErrors[0]?.message ?? t('error.offline')) : '');
    again();
  };
  const { state, problem, counts } = found;
  const isOpen = state === 'READY' || state === 'FAILED';
  return (
    <>
      {problem && (
        <p role="alert" className="trouble" data-testid="import-problem">
          {problem.message}
        </p>
      )}
      {isOpen && <ImportSettings found={found} onChange={change} />}
      {trouble && (
        <p role="alert" className="trouble">
          {trouble}
        </p>
      )}
      {counts && <ImportCounts counts={counts} state={state} />}
      {state === 'READY' && <Preview found={found} onChange={change} />}
      <Decision found={found} again={again} />
    </>
  );
}

function Preview({
  found,
  onChange,
}: {
  found: Import;
  onChange: (settings: Partial<ConfigureImportInput>) => void;
}) {
  const issues = usePreview(found);
  return <ImportIssues found={found} issues={issues} onChange={onChange} />;
}

function Decision({ found, again }: { found: Import; again: () => void }) {
  const { t, language } = useI18n();
  const [{ fetching: committing }, commit] = useMutation(CommitImportDocument);
  const [{ fetching: undoing }, undo] = useMutation(UndoImportDocument);
  const [, discard] = useMutation(DiscardImportDocument);
  const [sure, setSure] = useState(false);
  const [trouble, setTrouble] = useState<{ text: string; isChanged: boolean } | null>(null);
  const { id, version, state, system, counts, target, skipErrors } = found;
  const tell = ({
    error,
  }: {
    error?: { graphQLErrors: readonly { message: string; extensions?: object }[] } | undefined;
  }) => {
    const [first] = error?.graphQLErrors ?? [];
    const isChanged = (first?.extensions as { code?: string } | undefined)?.code === 'CONFLICT';
    setTrouble(error ? { text: first?.message ?? t('error.offline'), isChanged } : null);
    setSure(false);
    again();
  };
  const writes = (counts?.create ?? 0) + (counts?.update ?? 0);
  const blocked = !target || ((counts?.errors ?? 0) > 0 && !skipErrors);
  const number = new Intl.NumberFormat(language);
  return (
    <div className="import-decision">
      {trouble && (
        <p role="alert" className="trouble">
          {trouble.text}
        </p>
      )}
      {(committing || undoing) && (
        <Progress text={t(`import.phase.${committing ? 'COMMITTING' : 'UNDOING'}`)} share={null} />
      )}
      {state === 'READY' && blocked && (
        <p className="hint">{t(`import.${target ? 'errorsFirst' : 'targetFirst'}`)}</p>
      )}
      {state === 'READY' && system && (
        <label className="check">
          <input
            type="checkbox"
            checked={sure}
            data-testid="import-sure"
            onChange={(event) => setSure(event.target.checked)}
          />
          <span>{t('import.sure', { system: nameOf(system, language) })}</span>
        </label>
      )}
      <div className="buttons">
        {(state === 'READY' || state === 'FAILED') && (
          <button
            type="button"
            className="button"
            data-testid="import-discard"
            onClick={() => void discard({ id }).then(tell)}
          >
            {t('import.discard')}
          </button>
        )}
        {state === 'READY' && (
          <button
            type="button"
            className="button button-main button-grow"
            disabled={blocked || !sure || !system || committing}
            data-testid="import-commit"
            onClick={() => system && void commit({ input: { id, version, system } }).then(tell)}
          >
            {t('import.commit', { figure: number.format(writes) })}
          </button>
        )}
        {state === 'COMMITTED' && (
          <button
            type="button"
            className="button"
            disabled={undoing}
            data-testid="import-undo"
            onClick={() =>
              void undo({ input: { id, leaveChanged: trouble?.isChanged ?? false } }).then(tell)
            }
          >
            {t(trouble?.isChanged ? 'import.undoOthers' : 'import.undo')}
          </button>
        )}
      </div>
    </div>
  );
}

function nameOf(system: string, language: Language): string {
  return isReferenceSystem(system) ? infoOf(system).names[language] : system;
}
