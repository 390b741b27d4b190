import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';

/** Whose data the map shows, one click away in its corner. (On a phone it is at the panel's end.) */
export function MapAttribution({
  attribution,
}: {
  attribution: readonly { name: string; nameEn: string; licence: string; url: string | null }[];
}) {
  const { t, language } = useI18n();
  return (
    <details className="map-attribution">
      <summary>{t('print.source')}</summary>
      {attribution.map(({ licence, url, ...names }) => (
        <p key={names.name}>
          {url ? <a href={url}>{shortName(names, language)}</a> : shortName(names, language)} (
          {licence})
        </p>
      ))}
    </details>
  );
}
