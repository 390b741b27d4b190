import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';

/** Where the data comes from and under which licence. */
export function Attribution() {
  const { t, language } = useI18n();
  const attribution = useStart().data?.hub.attribution ?? [];
  if (attribution.length === 0) return null;
  return (
    <p className="attribution">
      {t('print.source')}
      {attribution.map(({ licence, url, ...names }) => (
        <span key={names.name}>
          {url ? <a href={url}>{shortName(names, language)}</a> : shortName(names, language)} (
          {licence})
        </span>
      ))}
    </p>
  );
}
