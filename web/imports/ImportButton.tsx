import { mayPlan, useViewer } from '../account/viewer.ts';
import { useI18n } from '../i18n/i18n.ts';
import { pushView } from '../view/viewStore.ts';

/** For planners: opens the page from which files are imported. */
export function ImportButton() {
  const { t } = useI18n();
  if (!mayPlan(useViewer())) return null;
  return (
    <button
      type="button"
      className="quiet"
      data-testid="import"
      onClick={() => pushView({ page: 'import', file: undefined })}
    >
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <path
          d="M10 12V3M6.5 6.5 10 3l3.500 3.500M4 12v4h12v-4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {t('import.title')}
    </button>
  );
}
