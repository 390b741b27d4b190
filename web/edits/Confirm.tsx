import { useI18n } from '../i18n/i18n.ts';
import { Dialog } from '../ui/Dialog.tsx';

/** Has an edit confirmed that is unusual, and says why. */
export function Confirm({
  reasons,
  go,
  onGo,
  onClose,
  danger = false,
}: {
  reasons: readonly string[];
  go: string;
  onGo: () => void;
  onClose: () => void;
  danger?: boolean;
}) {
  const { t } = useI18n();
  return (
    <Dialog title={t('edit.confirm.title')} onClose={onClose} testId="confirm">
      <ul className="confirm-reasons">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <div className="buttons">
        <button type="button" className="button button-grow" onClick={onClose}>
          {t('edit.confirm.back')}
        </button>
        <button
          type="button"
          className={`button button-grow ${danger ? 'button-danger' : 'button-main'}`}
          data-testid="confirm-go"
          onClick={onGo}
        >
          {go}
        </button>
      </div>
    </Dialog>
  );
}
