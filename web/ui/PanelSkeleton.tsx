import { useI18n } from '../i18n/i18n.ts';

/** Grey bars in the shape of the overview, until code and data have come. */
export function PanelSkeleton() {
  const { t } = useI18n();
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{t('loading')}</span>
      {[44, 28, 12, 64, 40, 40, 40, 40].map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars never change
        <div key={index} style={{ height }} />
      ))}
    </div>
  );
}
