import './print.css';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { StatusMark } from '../coverage/StatusMark.tsx';
import { useSummary } from '../coverage/useCoverage.ts';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { KindLegend } from '../kinds/KindLegend.tsx';
import { RuleText } from '../rules/RuleText.tsx';
import { useRule } from '../rules/useRule.ts';
import { useView } from '../view/viewStore.ts';

/** The upper part of the printed page: title, rule, date, legend and a picture of the map. What the
 * panel shows follows below it. Not on the screen. */
export default function PrintHead() {
  const { t, language } = useI18n();
  const rule = useRule();
  const summary = useSummary()[0].data?.coverageSummary;
  const { data } = useStart();
  const district = useView((view) => view.district);
  const region = data?.regions.edges.find(({ node }) => node.code === district)?.node;
  const map = useMapPicture();
  if (!data) return null;
  const city = shortName({ name: data.hub.cityName, nameEn: data.hub.cityNameEn }, language);
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date());
  return (
    <section className="print-head" aria-hidden="true">
      <p className="print-title">
        {t('title', { city })}
        {region && ` · ${shortName(region, language)}`}
      </p>
      <p>
        {rule && (
          <>
            {shortName(rule, language)} · <RuleText rule={rule} /> ·{' '}
          </>
        )}
        {t('print.date')} {date} · {t('product')}
      </p>
      {map && <img src={map} alt={t('print.map')} />}
      <div className="print-legend">
        {summary &&
          (['PASS', 'FAIL', 'UNKNOWN'] as const).map((status) => (
            <span key={status}>
              <StatusMark status={status} word />{' '}
              {formatNumber(
                { PASS: summary.passing, FAIL: summary.failing, UNKNOWN: summary.unknown }[status],
                language,
              )}
            </span>
          ))}
      </div>
      <KindLegend />
    </section>
  );
}

/** A picture of the map, taken when printing begins: a WebGL canvas itself prints empty. */
function useMapPicture(): string | undefined {
  const [picture, setPicture] = useState<string>();
  useEffect(() => {
    const take = () => {
      const map = window.jinlin?.map;
      // The canvas holds its picture only until the browser has shown it: draw and read at once.
      map?.redraw();
      const url = map?.getCanvas().toDataURL('image/png');
      flushSync(() => setPicture(url));
    };
    addEventListener('beforeprint', take);
    return () => removeEventListener('beforeprint', take);
  }, []);
  return picture;
}
