import { useState } from 'react';
import { CoordinatesInput } from '../coordinates/CoordinatesInput.tsx';
import { NOTHING_TYPED, type TypedPlace } from '../coordinates/typedPlace.ts';
import { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import type { Position } from '../view/view.ts';
import { goTo, type Placing, placingStore } from './placing.ts';

const TIMEOUT_MS = 20_000;
/** A position that the device has known for longer is determined anew. */
const FRESH_MS = 5_000;

/** Other ways to put a pin: by the device's own position, by coordinates, by dragging the map. */
export function PlaceTools({
  placing,
  onType,
  ...coordinates
}: {
  placing: Placing;
  typed: TypedPlace;
  /** How often the form has asked for what is missing in the typed coordinates. */
  wanted: number;
  onType: (typed: TypedPlace) => void;
  onPlace: (at: Position) => void;
}) {
  const { t, language } = useI18n();
  const [typing, setTyping] = useState(false);
  const [problem, setProblem] = useState('');
  const [locating, setLocating] = useState(false);
  const { handling, accuracyMeters } = placing;

  const locate = () => {
    if (!isSecureContext || !navigator.geolocation) {
      setProblem(t('edit.locate.insecure'));
      return;
    }
    setLocating(true);
    setProblem('');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLocating(false);
        // It is the place from now on, whatever was typed before.
        onType(NOTHING_TYPED);
        goTo([coords.longitude, coords.latitude], coords.accuracy);
      },
      ({ code }) => {
        setLocating(false);
        setProblem(t(`edit.locate.${code === 1 ? 'denied' : 'failed'}`));
      },
      { enableHighAccuracy: true, timeout: TIMEOUT_MS, maximumAge: FRESH_MS },
    );
  };
  return (
    <div className="place-tools">
      <div className="buttons">
        <button
          type="button"
          className="button"
          disabled={locating}
          data-testid="locate"
          onClick={locate}
        >
          {t(locating ? 'edit.locate.asking' : 'edit.locate.go')}
        </button>
        <button
          type="button"
          className="button"
          aria-expanded={typing}
          data-testid="type-coordinates"
          onClick={() => {
            // What cannot be seen must not be saved.
            onType(NOTHING_TYPED);
            setTyping(!typing);
          }}
        >
          {t('edit.coordinates.go')}
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={handling === 'map'}
          data-testid="handling"
          onClick={() =>
            placingStore.set({ ...placing, handling: handling === 'map' ? 'pin' : 'map' })
          }
        >
          {t(`edit.handling.${handling}`)}
        </button>
      </div>
      {accuracyMeters !== null && (
        <p className="effect-quiet" data-testid="accuracy">
          {t('edit.locate.accuracy', { meters: formatNumber(accuracyMeters, language) })}
        </p>
      )}
      {problem && (
        <p role="alert" className="trouble" data-testid="locate-trouble">
          {problem}
        </p>
      )}
      {typing && <CoordinatesInput onType={onType} {...coordinates} />}
    </div>
  );
}
