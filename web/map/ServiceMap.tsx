import 'maplibre-gl/dist/maplibre-gl.css';
import './map.css';
import { type MapRef, Map as MapView, ScaleControl } from '@vis.gl/react-maplibre';
import * as maplibregl from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { placingStore } from '../edits/store.ts';
import { useI18n } from '../i18n/i18n.ts';
import { LiveSign } from '../live/LiveSign.tsx';
import { useLive } from '../live/useLive.ts';
import { registerWorker } from '../offline/register.ts';
import { isTrying } from '../scenarios/store.ts';
import { useStore } from '../shared/store.ts';
import { useStart } from '../start.ts';
import { openedView, useView } from '../view/viewStore.ts';
import { focusMap, viewBoxStore } from './camera.ts';
import { exposeMap, mapStore } from './expose.ts';
import { provideImages } from './images.ts';
import { MapAttribution } from './MapAttribution.tsx';
import { MapControls } from './MapControls.tsx';
import { MapTooltip } from './MapTooltip.tsx';
import { hubStyle } from './style.ts';
import { TileProblem } from './TileProblem.tsx';
import { mapPadding, useCamera } from './useCamera.ts';
import { useColouring } from './useColouring.ts';
import { useFreshTiles } from './useFreshTiles.ts';
import { useLook } from './useLook.ts';
import { usePointer } from './usePointer.ts';
import { useViewBox } from './useViewBox.ts';

maplibregl.setWorkerUrl(workerUrl);

const TrialLayer = lazy(() => import('./TrialLayer.tsx'));
const PlacingLayer = lazy(() => import('./PlacingLayer.tsx'));

/** Shown when neither the link nor the hub says where the city lies. */
const WORLD: [number, number, number, number] = [70, 0, 150, 55];

/** The map: the only place that touches MapLibre. Panels speak to it through `camera`, `overlay`
 * and the view. */
export default function ServiceMap() {
  const { t, language } = useI18n();
  const { data, error } = useStart();
  const [map, setMap] = useState<maplibregl.Map | null>(null);
  const [failed, setFailed] = useState(false);
  const [style] = useState(() => hubStyle(language));
  const hovered = usePointer(map);
  const trying = useView(isTrying);
  const placing = useStore(placingStore, (value) => value !== null);
  const openedOnWorld = useRef(false);
  useCamera(map, data?.hub.bbox);
  useColouring(map);
  useFreshTiles(map, data?.hub.bbox);
  useLook(map);
  const box = useViewBox(map);
  useLive(box);
  useEffect(() => viewBoxStore.set(box ?? null), [box]);

  const district = data?.regions.edges.find(({ node }) => node.code === openedView.district);
  const bbox = district?.node.bbox ?? data?.hub.bbox;
  useEffect(() => {
    if (!map || !bbox || !openedOnWorld.current) return;
    openedOnWorld.current = false;
    focusMap({ bbox, maxZoom: 16 });
  }, [map, bbox]);

  const created = useCallback((ref: MapRef | null) => {
    if (!ref) return;
    const created = ref.getMap();
    provideImages(created);
    exposeMap(created);
    // From here on the map can be coloured: no need to wait until all tiles and letters are drawn.
    const ready = () => {
      setMap(created);
      mapStore.set(created);
    };
    if (created.getStyle()) ready();
    else void created.once('style.load', ready);
  }, []);

  if (failed) {
    return (
      <div className="map-failed" role="alert">
        <strong>{t('map.failed')}</strong>
        <p>{t('map.failedHint')}</p>
      </div>
    );
  }
  if (!openedView.center && !data && !error) return <MapLoading />;
  openedOnWorld.current ||= !openedView.center && !bbox;
  return (
    <>
      <MapView
        ref={created}
        mapLib={maplibregl}
        mapStyle={style}
        initialViewState={
          openedView.center
            ? {
                longitude: openedView.center[0],
                latitude: openedView.center[1],
                zoom: openedView.zoom ?? 12,
              }
            : { bounds: bbox ?? WORLD, fitBoundsOptions: { padding: mapPadding() } }
        }
        attributionControl={false}
        dragRotate={false}
        touchPitch={false}
        maxPitch={0}
        pixelRatio={Math.min(devicePixelRatio, 2)}
        fadeDuration={0}
        validateStyle={import.meta.env.DEV}
        locale={{ 'Map.Title': t('map.label') }}
        onError={(event) => {
          if ('target' in event && event.target) return;
          setFailed(true);
          void registerWorker();
        }}
      >
        <ScaleControl position="bottom-left" />
      </MapView>
      {!map && <MapLoading />}
      {map && !placing && <MapControls map={map} />}
      {map && trying && (
        <Suspense fallback={null}>
          <TrialLayer map={map} />
        </Suspense>
      )}
      {map && placing && (
        <Suspense fallback={null}>
          <PlacingLayer map={map} />
        </Suspense>
      )}
      {map && <TileProblem map={map} />}
      <LiveSign />
      {data && <MapAttribution attribution={data.hub.attribution} />}
      {map && hovered && <MapTooltip hovered={hovered} />}
    </>
  );
}

function MapLoading() {
  const { t } = useI18n();
  return (
    <div className="map-loading" role="status">
      {t('map.loading')}
    </div>
  );
}
