import './coverage.css';
import { useI18n } from '../i18n/i18n.ts';
import type { VerdictStatus } from '../view/view.ts';

/** A verdict as on the map (colour and hatch) with a sign. The word stands beside it unless `word`
 * puts it in. */
export function StatusMark({ status, word = false }: { status: VerdictStatus; word?: boolean }) {
  const { t } = useI18n();
  return (
    <span className="status-mark" data-status={status}>
      <span className="status-swatch" aria-hidden="true">
        {t(`statusMark.${status}`)}
      </span>
      {word && <span className="status-word">{t(`status.${status}`)}</span>}
    </span>
  );
}
