import { SystemSelect } from '../coordinates/SystemSelect.tsx';
import { systemName } from '../coordinates/systemName.ts';
import type { ImportDetailFragment, ImportTarget } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { Checkbox } from './Checkbox.tsx';
import { MappingTable } from './MappingTable.tsx';
import type { Settings } from './settings.ts';

const TARGETS: readonly ImportTarget[] = [
  'FACILITIES',
  'REGIONS',
  'COMMUNITIES',
  'GRIDS',
  'RESIDENT_CELLS',
  'INDICATORS',
];
const ENCODINGS = ['utf-8', 'gb18030', 'big5', 'utf-16le', 'utf-16be'];

/** How the file is read: what it holds, in which coordinates, what its columns mean. */
export function SettingsForm({
  detail,
  busy,
  configure,
}: {
  detail: ImportDetailFragment;
  busy: boolean;
  configure: (settings: Settings) => Promise<void>;
}) {
  const { t, language } = useI18n();
  const { target, system, systemGuess, layers, layer, encoding, swapAxes } = detail;
  const meters = detail.statedErrorMeters ?? 0;
  return (
    <fieldset className="form import-settings" disabled={busy}>
      <legend>{t('import.settings')}</legend>
      <label>
        {t('import.as')}
        <select
          value={target ?? ''}
          data-testid="import-target"
          onChange={(event) => void configure({ target: event.target.value as ImportTarget })}
        >
          {TARGETS.map((each) => (
            <option key={each} value={each}>
              {t(`import.target.${each}`)}
            </option>
          ))}
        </select>
      </label>
      {layers.length > 1 && (
        <label>
          {t('import.layer')}
          <select
            value={layer ?? ''}
            onChange={(event) => void configure({ layer: event.target.value })}
          >
            {layers.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      )}
      {encoding && ENCODINGS.includes(encoding) && (
        <label>
          {t('import.encoding')}
          <select
            value={encoding}
            data-testid="import-encoding"
            onChange={(event) => void configure({ encoding: event.target.value })}
          >
            {ENCODINGS.map((each) => (
              <option key={each} value={each}>
                {each.toUpperCase()}
              </option>
            ))}
          </select>
        </label>
      )}
      {target !== 'INDICATORS' && (
        <>
          <SystemSelect
            label={t('import.system')}
            system={system}
            testId="import-system"
            onChange={(id) => void configure({ system: id })}
          />
          {systemGuess && (
            <p className="hint" data-testid="import-reason">
              {t(`import.reason.${systemGuess.reason}`, {
                system: systemName(systemGuess.system ?? '', language),
                text: systemGuess.declaredText ?? '',
              })}
              {systemGuess.fits.some(({ hits }) => hits > 0) &&
                systemGuess.fits.map((fit) => (
                  <span key={fit.system} className="import-fit">
                    {t('import.fit', { ...fit, system: systemName(fit.system, language) })}
                  </span>
                ))}
            </p>
          )}
          {meters > 0 && (
            <p className="hint">
              {t('export.systemError', { meters: formatNumber(meters, language, 1) })}
            </p>
          )}
          <Checkbox
            checked={swapAxes}
            text={t('import.swapped')}
            onChange={(is) => void configure({ swapAxes: is })}
          />
        </>
      )}
      <MappingTable detail={detail} configure={configure} />
    </fieldset>
  );
}
