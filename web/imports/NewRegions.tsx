import type { ImportDetailFragment } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { Checkbox } from './Checkbox.tsx';
import type { Settings } from './settings.ts';

/** The regions that communities of a file lie in and that are not there: they are made when the planner says so. */
export function NewRegions({
  detail: { newRegions, createRegions },
  configure,
}: {
  detail: ImportDetailFragment;
  configure: (settings: Settings) => Promise<void>;
}) {
  const { t, language } = useI18n();
  if (newRegions.length === 0) return null;
  const total = newRegions.reduce((sum, { count }) => sum + count, 0);
  const areCodes = newRegions.some(({ names }) => names.every((name) => /^\d+$/.test(name)));
  return (
    <section data-testid="import-new-regions">
      <h3>{t('import.newRegions')}</h3>
      <ul className="import-regions">
        {newRegions.map(({ level, count, names }) => (
          <li key={level}>
            {t(`region.level.${level}`)} <b>{formatNumber(count, language)}</b>
            <span className="hint">
              {names.join(language === 'zh' ? '、' : ', ')}
              {count > names.length && ' …'}
            </span>
          </li>
        ))}
      </ul>
      <Checkbox
        checked={createRegions}
        text={t('import.createRegions', { figure: formatNumber(total, language) })}
        testId="import-create-regions"
        onChange={(is) => void configure({ createRegions: is })}
      />
      <p className="hint">{t(areCodes ? 'import.regionsByCode' : 'import.regionsByName')}</p>
    </section>
  );
}
