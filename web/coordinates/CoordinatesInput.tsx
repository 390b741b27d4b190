import { useEffect, useId, useRef } from 'react';
import {
  type CoordinateSystem,
  isPlace,
  offsetMeters,
  parsePlace,
} from '../../server/coordinates/index.ts';
import { useI18n } from '../i18n/i18n.ts';
import { formatMeters } from '../i18n/numbers.ts';
import type { Position } from '../view/view.ts';
import { readTyped, type TypedPlace } from './typedPlace.ts';

const SYSTEMS: readonly CoordinateSystem[] = ['WGS84', 'GCJ02', 'BD09'];

/**
 * Takes coordinates typed, or pasted from a map. Those of Chinese maps are shifted: where the text does not say
 * which system they are in, the person chooses it, and nothing is converted unseen.
 */
export function CoordinatesInput({
  typed,
  wanted,
  onType,
  onPlace,
}: {
  typed: TypedPlace;
  /** How often the form has asked for what is still missing here; each time the field takes the focus. */
  wanted: number;
  onType: (typed: TypedPlace) => void;
  /** Puts the pin at a place, in degrees on WGS 84. */
  onPlace: (at: Position) => void;
}) {
  const { t, language } = useI18n();
  const troubleId = useId();
  const field = useRef<HTMLDivElement>(null);
  const found = parsePlace(typed.text);
  const place = isPlace(found) ? found : null;
  const reading = readTyped(typed);
  const system = typed.system ?? (place && place.system !== 'UNKNOWN' ? place.system : null);
  const problem = reading.state === 'unclear' ? reading.problem : null;
  // That a system has to be chosen is plain from the choice itself, until the form cannot go on without it.
  const shown = problem === 'WHICH' && wanted === 0 ? null : problem;
  const go = () => reading.state === 'place' && onPlace(reading.at);
  useEffect(() => {
    if (wanted > 0) field.current?.querySelector<HTMLElement>('[data-missing]')?.focus();
  }, [wanted]);
  return (
    <div className="form coordinates" ref={field}>
      <label>
        {t('edit.coordinates.label')}
        <input
          value={typed.text}
          placeholder="126.64240, 45.75670"
          autoComplete="off"
          data-testid="coordinates"
          aria-invalid={(problem !== null && problem !== 'WHICH') || undefined}
          data-missing={(problem !== null && problem !== 'WHICH') || undefined}
          aria-describedby={shown ? troubleId : undefined}
          onChange={({ target }) => onType({ text: target.value, system: null, isPut: false })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            go();
          }}
        />
      </label>
      {shown && (
        <p id={troubleId} className="trouble" role="alert" data-testid="coordinates-trouble">
          {t(`edit.coordinates.problem.${shown}`)}
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
                  aria-describedby={shown === 'WHICH' ? troubleId : undefined}
                  data-missing={problem === 'WHICH' || undefined}
                  onChange={() => onType({ ...typed, system: each, isPut: false })}
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
        disabled={reading.state !== 'place'}
        data-testid="coordinates-go"
        onClick={go}
      >
        {t('edit.coordinates.place')}
      </button>
    </div>
  );
}
