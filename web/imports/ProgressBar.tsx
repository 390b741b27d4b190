import { useEffect, useState } from 'react';
import { useI18n } from '../i18n/i18n.ts';
import type { ImportNow } from './useImport.ts';

/** How far something has come; without a share it is only known that it goes on. */
export function ProgressBar({ text, share }: { text: string; share: number | null }) {
  return (
    <div className="import-progress" role="status" data-testid="import-progress">
      <span>{text}</span>
      <progress aria-label={text} {...(share === null ? {} : { value: share, max: 1 })} />
    </div>
  );
}

/**
 * How far a commit or an undo has come. A hub on the embedded database cannot say so before it is done:
 * that time passes is shown all the same.
 */
export function WritingBar({
  phase,
  progress,
}: {
  phase: 'COMMITTING' | 'UNDOING';
  progress: ImportNow['progress'];
}) {
  const { t } = useI18n();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  const share = progress?.total ? Math.min(1, progress.done / progress.total) : null;
  return (
    <div data-testid="import-writing">
      <ProgressBar text={t(`import.phase.${phase}`)} share={share} />
      <p className="hint">
        {t('import.writing')} {seconds > 1 && t('import.seconds', { figure: seconds })}
      </p>
    </div>
  );
}
