import './exports.css';
import { useState } from 'react';
import { commonErrorMeters, commonSystem } from '../../server/coordinates/reference-names.ts';
import { SystemSelect } from '../coordinates/SystemSelect.tsx';
import { useOnline } from '../hub/offline/online.ts';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { useView } from '../view/viewStore.ts';
import {
  ENCODINGS,
  type ExportChoice,
  exportLink,
  FORMATS,
  hasEncoding,
  hasVerdict,
  LAYERS,
  type Layer,
} from './exportLink.ts';

const FIRST: ExportChoice = {
  layer: 'failing',
  format: 'gpkg',
  system: 'WGS84',
  encoding: 'utf-8',
  isFiltered: true,
};

/** Chooses what to take away, in which format and coordinates, and links to the file. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const { t, language } = useI18n();
  const { data } = useStart();
  const online = useOnline();
  const rule = useView((view) => view.rule);
  const district = useView((view) => view.district);
  const status = useView((view) => view.status);
  const [choice, setChoice] = useState(FIRST);
  const change = (part: Partial<ExportChoice>) => setChoice({ ...choice, ...part });
  const { layer, format, system, systemError, encoding } = choice;
  const region = data?.regions.edges.find(({ node }) => node.code === district)?.node;
  const filters = [
    ...(region ? [placeName(region, language)] : []),
    ...(status && hasVerdict(layer) ? [t(`status.${status}`)] : []),
  ];
  const isSheet = layer === 'failing';
  const common = commonSystem(system);
  const meters = systemError ?? (common ? commonErrorMeters(common.id) : 0);
  return (
    <Dialog title={t('export.title')} onClose={onClose} testId="export-dialog">
      <div className="form">
        <label>
          {t('export.what')}
          <select
            value={layer}
            data-testid="export-layer"
            onChange={({ target }) => change({ layer: target.value as Layer })}
          >
            {LAYERS.map((each) => (
              <option key={each} value={each}>
                {t(`export.layers.${each}`)}
              </option>
            ))}
          </select>
        </label>
        {!isSheet && (
          <>
            <label>
              {t('export.format')}
              <select
                value={format}
                data-testid="export-format"
                onChange={({ target }) =>
                  change({ format: target.value as ExportChoice['format'] })
                }
              >
                {FORMATS.map((each) => (
                  <option key={each} value={each}>
                    {t(`export.formats.${each}`)}
                  </option>
                ))}
              </select>
            </label>
            {format === 'zip' && <p className="hint">{t('export.shapefileHint')}</p>}
            <SystemSelect
              label={t('export.system')}
              system={system}
              testId="export-system"
              onChange={(id, found) =>
                change({ system: id, systemError: found?.statedErrorMeters })
              }
            />
            {meters > 0 && <p className="hint">{t('export.systemError', { meters })}</p>}
            {hasEncoding(format) && (
              <label>
                {t('export.encoding')}
                <select
                  value={encoding}
                  data-testid="export-encoding"
                  onChange={({ target }) =>
                    change({ encoding: target.value as ExportChoice['encoding'] })
                  }
                >
                  {ENCODINGS.map((each) => (
                    <option key={each} value={each}>
                      {each.toUpperCase()}
                    </option>
                  ))}
                </select>
              </label>
            )}
          </>
        )}
        {filters.length > 0 && (
          <label className="check">
            <input
              type="checkbox"
              checked={choice.isFiltered}
              data-testid="export-filtered"
              onChange={({ target }) => change({ isFiltered: target.checked })}
            />
            {t('export.filtered', { filter: filters.join(' · ') })}
          </label>
        )}
        {online ? (
          <a
            className="button button-main"
            href={exportLink(choice, { rule, district, status }, language)}
            download
            data-testid="export-save"
          >
            {t('export.save')}
          </a>
        ) : (
          <p className="hint" role="status">
            {t('export.offline')}
          </p>
        )}
      </div>
    </Dialog>
  );
}
