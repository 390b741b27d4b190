import { useI18n } from '../i18n/i18n.ts';
import { useStart } from '../start.ts';

/** Where the data comes from and under which licence. */
export function Attribution() {
  const { t } = useI18n();
  const attribution = useStart().data?.hub.attribution ?? [];
  if (attribution.length === 0) return null;
  return (
    <p className="attribution">
      {t('print.source')}
      {attribution.map(({ name, licence, url }) => (
        <span key={name}>
          {url ? <a href={url}>{name}</a> : name} ({licence})
        </span>
      ))}
    </p>
  );
}
