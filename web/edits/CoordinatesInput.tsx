import { type FormEvent, useState } from 'react';
import {
  type CoordinateSystem,
  isPlace,
  offsetMeters,
  parsePlace,
  toWgs84,
} from '../../server/coordinates/index.ts';
import { useI18n } from '../i18n/i18n.ts';
import type { Position } from '../view/view.ts';
import { formatMeters } from './words.ts';

const SYSTEMS: readonly CoordinateSystem[] = ['WGS84', 'GCJ02', 'BD09'];

/**
 * Takes coordinates as people have them: typed, or pasted from a map. Those of Chinese maps are shifted:
 * where the text does not say which system they are in, it is asked, and nothing is converted unseen.
 */
export function CoordinatesInput({ onPlace }: { onPlace: (at: Position) => void }) {
  const { t, language } = useI18n();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<CoordinateSystem | null>(null);
  const found = parsePlace(text);
  const place = isPlace(found) ? found : null;
  const system = chosen ?? (place && place.system !== 'UNKNOWN' ? place.system : null);
  const converted = place && system && toWgs84(system, [place.lon, place.lat]);
  const go = () => converted && onPlace([converted[0], converted[1]]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go();
  };
  return (
    <div className="form coordinates">
      <label>
        {t('edit.coordinates.label')}
        <input
          value={text}
          placeholder="126.64240, 45.75670"
          autoComplete="off"
          data-testid="coordinates"
          onChange={(event) => {
            setText(event.target.value);
            setChosen(null);
          }}
          onKeyDown={(event) => event.key === 'Enter' && submit(event)}
        />
      </label>
      {text.trim() !== '' && !place && (
        <p className="trouble" role="alert" data-testid="coordinates-trouble">
          {t(`edit.coordinates.problem.${'code' in found ? found.code : 'EMPTY'}`)}
        </p>
      )}
      {place && (
        <fieldset>
          <legend>
            {t(
              place.system === 'UNKNOWN' ? 'edit.coordinates.which' : 'edit.coordinates.recognised',
            )}
          </legend>
          {SYSTEMS.map((each) => {
            const { meters, direction } = offsetMeters(each, [place.lon, place.lat]);
            return (
              <label key={each} className="choice">
                <input
                  type="radio"
                  name="system"
                  checked={system === each}
                  data-testid={`system-${each}`}
                  onChange={() => setChosen(each)}
                />
                <span>
                  {t(`edit.coordinates.system.${each}`)}
                  {direction && (
                    <small>
                      {t('edit.coordinates.offset', { distance: formatMeters(meters, language) })}
                    </small>
                  )}
                </span>
              </label>
            );
          })}
        </fieldset>
      )}
      <button
        type="button"
        className="button button-main"
        disabled={!converted}
        data-testid="coordinates-go"
        onClick={go}
      >
        {t('edit.coordinates.place')}
      </button>
    </div>
  );
}
