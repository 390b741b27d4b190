import 'maplibre-gl/dist/maplibre-gl.css';
import './map.css';
import { type MapRef, Map as MapView, ScaleControl } from '@vis.gl/react-maplibre';
import * as maplibregl from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { patternImage } from '../coverage/patternImages.ts';
import { useColouring } from '../coverage/useColouring.ts';
import { useFreshVerdicts } from '../coverage/useFreshVerdicts.ts';
import { placingStore } from '../edits/placing.ts';
import { waitingOverlay } from '../edits/waitingOverlay.ts';
import { useKindsOfRule } from '../facilities/facilityLayers.ts';
import { registerWorker } from '../hub/offline/register.ts';
import { useStart } from '../hub/start.ts';
import { useLive } from '../hub/useLive.ts';
import { useI18n } from '../i18n/i18n.ts';
import { kindImage } from '../kinds/kindImage.ts';
import { useDistrictLabels } from '../regions/useDistrictLabels.ts';
import { isTrying, trialOverlay } from '../scenarios/store.ts';
import { useTrialMode } from '../scenarios/trialMode.ts';
import { useStore } from '../shared/store.ts';
import { viewBoxStore } from '../stage/camera.ts';
import { exposeMap } from '../stage/expose.ts';
import { useHomeView } from '../stage/homeView.ts';
import { provideImages } from '../stage/images.ts';
import { panelOverlay, useOverlays } from '../stage/overlay.ts';
import { homePadding } from '../stage/padding.ts';
import { useCamera } from '../stage/useCamera.ts';
import { usePointer } from '../stage/usePointer.ts';
import { useViewBox } from '../stage/useViewBox.ts';
import { announce } from '../ui/announcer.ts';
import { openedView, useView } from '../view/viewStore.ts';
import { FacilityChooser } from './FacilityChooser.tsx';
import { LiveSign } from './LiveSign.tsx';
import { useLand } from './landLayer.ts';
import { MapAttribution } from './MapAttribution.tsx';
import { MapControls } from './MapControls.tsx';
import { MapTooltip } from './MapTooltip.tsx';
import { hubStyle } from './style.ts';
import { TileProblem } from './TileProblem.tsx';
import { useFreshTiles } from './useFreshTiles.ts';
import { useMapLanguage } from './useMapLanguage.ts';

maplibregl.setWorkerUrl(workerUrl);

const TrialLayer = lazy(() => import('../scenarios/TrialLayer.tsx'));
const PlacingLayer = lazy(() => import('../edits/PlacingLayer.tsx'));

/** Shown when neither the link nor the hub says where the city lies. */
const WORLD: [number, number, number, number] = [70, 0, 150, 55];

const OVERLAYS = [trialOverlay, waitingOverlay, panelOverlay];
const IMAGES = [patternImage, kindImage];

const announceOthers = (count: number) => announce('announce.changed', { figure: count });

/** The map: composes the stage with the layers of the features. Panels speak to it through `camera`,
 * `overlay`, the modes and the view. */
export default function ServiceMap() {
  const { t, language } = useI18n();
  const { data, error } = useStart();
  const [map, setMap] = useState<maplibregl.Map | null>(null);
  const [failed, setFailed] = useState(false);
  const [style] = useState(() => hubStyle(language));
  const hovered = usePointer(map);
  const trying = useView(isTrying);
  useTrialMode();
  const placing = useStore(placingStore, (value) => value !== null);
  const district = data?.regions.edges.find(({ node }) => node.code === openedView.district);
  const home = district?.node.bbox ?? data?.hub.bbox;
  useHomeView(map, home);
  useCamera(map, home);
  useLayers(map);
  useFreshTiles(map, data?.hub.bbox);
  const box = useViewBox(map);
  useLive(box, announceOthers);
  useFreshVerdicts();
  useEffect(() => viewBoxStore.set(box ?? null), [box]);

  const created = useCallback((ref: MapRef | null) => {
    if (!ref) return;
    const created = ref.getMap();
    provideImages(created, IMAGES);
    exposeMap(created);
    // From here on the map can be coloured: no need to wait until all tiles and letters are drawn.
    const ready = () => setMap(created);
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
            : { bounds: home ?? WORLD, fitBoundsOptions: { padding: homePadding() } }
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
      <FacilityChooser />
      {map && <TileProblem map={map} />}
      <LiveSign />
      {data && <MapAttribution attribution={data.hub.attribution} />}
      {map && hovered && <MapTooltip hovered={hovered} />}
    </>
  );
}

/** Keeps the layers of the features in step with what they show. */
function useLayers(map: maplibregl.Map | null): void {
  useColouring(map);
  useMapLanguage(map);
  useKindsOfRule(map);
  useDistrictLabels(map);
  useOverlays(map, OVERLAYS);
  useLand(map);
}

function MapLoading() {
  const { t } = useI18n();
  return (
    <div className="map-loading" role="status">
      {t('map.loading')}
    </div>
  );
}
