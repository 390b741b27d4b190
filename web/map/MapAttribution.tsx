import { useI18n } from '../i18n/i18n.ts';

/** Whose data the map shows, one click away in its corner. (On a phone it is at the panel's end.) */
export function MapAttribution({
  attribution,
}: {
  attribution: readonly { name: string; licence: string; url: string | null }[];
}) {
  const { t } = useI18n();
  return (
    <details className="map-attribution">
      <summary>{t('print.source')}</summary>
      {attribution.map(({ name, licence, url }) => (
        <p key={name}>
          {url ? <a href={url}>{name}</a> : name} ({licence})
        </p>
      ))}
    </details>
  );
}
