import type { Map as MapLibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { isTrying, openTrial } from '../scenarios/store.ts';
import { focusMap } from '../stage/camera.ts';
import { useMode } from '../stage/mode.ts';
import { modes } from '../stage/modes.ts';
import { pickMode } from '../stage/pick.ts';
import { announce } from '../ui/announcer.ts';
import { useView } from '../view/viewStore.ts';

/** Buttons on the map: zoom, the whole city, and checking a place. */
export function MapControls({ map }: { map: MapLibreMap }) {
  const { t } = useI18n();
  const bbox = useStart().data?.hub.bbox;
  const picking = useMode(modes, (mode) => mode === pickMode);
  const trying = useView(isTrying);

  useEffect(() => {
    if (picking) announce('here.hint');
  }, [picking]);

  return (
    <>
      <div className="map-controls">
        <button
          type="button"
          className="map-controls-zoom"
          aria-label={t('map.zoomIn')}
          title={t('map.zoomIn')}
          onClick={() => map.zoomIn()}
        >
          <Icon path="M10 4v12M4 10h12" />
        </button>
        <button
          type="button"
          className="map-controls-zoom"
          aria-label={t('map.zoomOut')}
          title={t('map.zoomOut')}
          onClick={() => map.zoomOut()}
        >
          <Icon path="M4 10h12" />
        </button>
        <button
          type="button"
          className="map-controls-home"
          aria-label={t('map.home')}
          title={t('map.home')}
          disabled={!bbox}
          onClick={() => bbox && focusMap({ bbox, maxZoom: 16 })}
        >
          <Icon path="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4" />
        </button>
        <button
          type="button"
          className="map-controls-check"
          aria-pressed={trying}
          data-testid="try-sites"
          onClick={() => openTrial()}
        >
          <Icon path="M10 17c-3.5-4.300-5.500-6.700-5.500-9.500a5.500 5.500 0 0 1 11 0C15.500 10.300 13.500 12.700 10 17zM10 5v5M7.500 7.500h5" />
          <span>{t('trial.open')}</span>
        </button>
        <button
          type="button"
          className="map-controls-check"
          aria-pressed={picking}
          data-testid="check-place"
          onClick={() => (picking ? modes.leave(pickMode) : modes.enter(pickMode))}
        >
          <Icon path="M10 2v4M10 14v4M2 10h4M14 10h4M10 9a1 1 0 1 0 0 2a1 1 0 1 0 0-2" />
          <span>{t('here.check')}</span>
        </button>
      </div>
      {picking && (
        <div className="map-notice">
          <span>{t('here.checking')}</span>
          <button type="button" onClick={() => pickMode.enter(map.getCenter().toArray())}>
            {t('here.checkCenter')}
          </button>
          <button type="button" onClick={pickMode.escape}>
            {t('here.cancel')}
          </button>
        </div>
      )}
    </>
  );
}

function Icon({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
