import type { Map as MapLibreMap } from 'maplibre-gl';
import { useEffect, useState } from 'react';
import { reportNetworkFailure, useOnline, whenOnline } from '../hub/offline/online.ts';
import { useI18n } from '../i18n/i18n.ts';
import { HUB_SOURCE } from '../stage/sources.ts';
import type { TileAddress } from './cityTiles.ts';

/** What MapLibre adds to the error of a tile. */
interface TileError {
  sourceId: string;
  tile: { tileID: { canonical: TileAddress } };
  /** The status of the answer; 0 when there was none. */
  error: { status?: number };
}

/** Says when tiles could not be loaded, and loads them again on request. Without a network that has
 * been said already, and they come by themselves. */
export function TileProblem({ map }: { map: MapLibreMap }) {
  const { t } = useI18n();
  const online = useOnline();
  const [missing, setMissing] = useState<readonly TileAddress[]>([]);
  useEffect(() => {
    const notice = (event: TileError | object) => {
      if (!('tile' in event) || event.sourceId !== HUB_SOURCE) return;
      const { z, x, y } = event.tile.tileID.canonical;
      if (event.error.status === 0) reportNetworkFailure();
      setMissing((before) => [...before, { z, x, y }]);
    };
    map.on('error', notice);
    // All tiles are then asked for again.
    const stop = whenOnline(() => setMissing([]));
    return () => {
      stop();
      map.off('error', notice);
    };
  }, [map]);
  if (missing.length === 0 || !online) return null;
  return (
    <div className="map-notice" role="alert" data-testid="tile-problem">
      <span>{t('map.tilesFailed')}</span>
      <button
        type="button"
        onClick={() => {
          setMissing([]);
          map.refreshTiles(HUB_SOURCE, [...missing]);
        }}
      >
        {t('error.retry')}
      </button>
    </div>
  );
}
