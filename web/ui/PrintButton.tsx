import { useI18n } from '../i18n/i18n.ts';

/** Prints the page as it stands; `PrintHead` and the print styles make an A4 sheet of it. */
export function PrintButton() {
  const { t } = useI18n();
  return (
    <button type="button" className="quiet" data-testid="print" onClick={() => print()}>
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <path
          d="M6 7V3h8v4M6 14H3V8h14v6h-3M6 12h8v5H6z"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeLinejoin="round"
        />
      </svg>
      {t('print.button')}
    </button>
  );
}
