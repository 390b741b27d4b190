import './kinds.css';
import { useQuery } from 'urql';
import { KindCountsDocument } from '../generated/graphql.ts';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { KindIcon } from './KindIcon.tsx';

/** The symbols of facilities with their numbers. */
export function KindLegend() {
  const { t, language } = useI18n();
  const started = useStart().data !== undefined;
  const [{ data }] = useQuery({ query: KindCountsDocument, pause: !started });
  const kinds = data?.facilityKinds.filter((kind) => kind.facilityCount > 0) ?? [];
  if (kinds.length === 0) return null;
  return (
    <section className="kind-legend" aria-label={t('legend.facilities')} data-testid="kind-legend">
      <h3>{t('legend.facilities')}</h3>
      <ul>
        {kinds.map((kind) => (
          <li key={kind.code}>
            <KindIcon code={kind.code} />
            <span>{shortName(kind, language)}</span>
            <span className="count">{formatNumber(kind.facilityCount, language)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
