import { useState } from 'react';
import { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { focusMap } from '../map/camera.ts';
import { CoordinatesInput } from './CoordinatesInput.tsx';
import { type Placing, placeAt, placingStore } from './store.ts';

const PATIENCE_MS = 20_000;
/** Positions older than this are asked anew. */
const FRESH_MS = 5_000;

/** Other ways to put a pin: by the device's own position, by coordinates, by dragging the map. */
export function PlaceTools({ placing }: { placing: Placing }) {
  const { t, language } = useI18n();
  const [typing, setTyping] = useState(false);
  const [told, setTold] = useState('');
  const [asking, setAsking] = useState(false);
  const { handling, accuracyMeters } = placing;

  const locate = () => {
    if (!isSecureContext || !navigator.geolocation) {
      setTold(t('edit.locate.insecure'));
      return;
    }
    setAsking(true);
    setTold('');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setAsking(false);
        const at: [number, number] = [coords.longitude, coords.latitude];
        placeAt(at, coords.accuracy);
        focusMap({ position: at, minZoom: 16 });
      },
      ({ code }) => {
        setAsking(false);
        setTold(t(`edit.locate.${code === 1 ? 'denied' : 'failed'}`));
      },
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: FRESH_MS },
    );
  };
  return (
    <div className="place-tools">
      <div className="buttons">
        <button
          type="button"
          className="button"
          disabled={asking}
          data-testid="locate"
          onClick={locate}
        >
          {t(asking ? 'edit.locate.asking' : 'edit.locate.go')}
        </button>
        <button
          type="button"
          className="button"
          aria-expanded={typing}
          data-testid="type-coordinates"
          onClick={() => setTyping(!typing)}
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
      {told && (
        <p role="alert" className="trouble" data-testid="locate-trouble">
          {told}
        </p>
      )}
      {typing && (
        <CoordinatesInput
          onPlace={(at) => {
            placeAt(at);
            focusMap({ position: at, minZoom: 16 });
          }}
        />
      )}
    </div>
  );
}
