import type { Map as MapLibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import { i18n } from '../i18n/i18n.ts';
import { kindShape } from '../kinds/kindShape.ts';
import { useStore } from '../shared/store.ts';
import { focusMap } from '../stage/camera.ts';
import { freeMiddle, isPinShown } from '../stage/padding.ts';
import { createPin } from '../stage/pin.ts';
import { COMMUNITY_LAYER } from '../stage/sources.ts';
import { sheetStore } from '../ui/sheet.ts';
import type { Position } from '../view/view.ts';
import {
  CLOSE_ZOOM,
  communityUnderPinStore,
  dropAt,
  type Placing,
  placeAt,
  placingStore,
} from './placing.ts';

const STEP_METERS = 1;

/** The pin that is being put: it is dragged, tapped to a place, moved by the arrow keys, or stays in
 * the middle of the map that is dragged under it. */
export default function PlacingLayer({ map }: { map: MapLibreMap }) {
  const placing = useStore(placingStore, (value) => value);
  const key = placing && `${placing.before?.id} ${placing.kind}`;
  usePin(map, key);
  useKeptInView(map, key);
  useDraggedMap(map, placing?.handling === 'map' ? key : null);
  return null;
}

/** The pin itself, and the community that lies under it. */
function usePin(map: MapLibreMap, key: string | null): void {
  useEffect(() => {
    const first = placingStore.get();
    if (!key || !first) return;
    const { kind, name, at } = first;
    const marker = createPin(map, {
      at,
      label: i18n.t('edit.pin', { name }),
      className: 'placing-pin',
      testId: 'placing-pin',
      sign: kindShape(kind).path,
      stepMeters: STEP_METERS,
      onMove: placeAt,
      onRest: (to) => {
        dropAt(to);
        keepInView(map);
      },
    });
    const readCommunity = (): void =>
      communityUnderPinStore.set(communityUnder(map, placingStore.get()?.at));
    const follow = (): void => {
      const now = placingStore.get();
      if (!now) return;
      marker.setLngLat(now.at);
      readCommunity();
    };
    const stop = placingStore.subscribe(follow);
    map.on('idle', readCommunity);
    if (map.getZoom() < CLOSE_ZOOM - 1 || first.handling === 'map') bringClose(first);
    marker.getElement().focus({ preventScroll: true });
    return () => {
      stop();
      map.off('idle', readCommunity);
      marker.remove();
      communityUnderPinStore.set(null);
    };
  }, [map, key]);
}

/** Keeps the pin in sight when a keyboard, the sheet or the window takes room from the map. */
function useKeptInView(map: MapLibreMap, key: string | null): void {
  useEffect(() => {
    if (!key) return;
    const keep = (): void => keepInView(map);
    map.on('resize', keep);
    const stop = sheetStore.subscribe(keep);
    return () => {
      map.off('resize', keep);
      stop();
    };
  }, [map, key]);
}

/** Brings the pin into view where it is not; one that stays in the middle goes with the middle. */
function keepInView(map: MapLibreMap): void {
  const placing = placingStore.get();
  if (!placing) return;
  if (placing.handling === 'map' || !isPinShown(map, map.project(placing.at))) {
    focusMap({ position: placing.at, minZoom: map.getZoom() });
  }
}

/** The map that is dragged under a pin which stays in the middle. */
function useDraggedMap(map: MapLibreMap, key: string | null): void {
  useEffect(() => {
    const placing = placingStore.get();
    if (!key || !placing) return;
    bringClose(placing);
    const follow = (event: { originalEvent?: unknown }): void => {
      // Only what a person does; not the map's own journey to the pin.
      if (event.originalEvent) placeAt(map.unproject(freeMiddle(map)).toArray() as Position);
    };
    map.on('move', follow);
    return () => void map.off('move', follow);
  }, [map, key]);
}

function bringClose({ at }: Placing): void {
  focusMap({ position: at, minZoom: CLOSE_ZOOM });
}

function communityUnder(
  map: MapLibreMap,
  at: Position | undefined,
): { id: string; name: string; nameEn?: string } | null {
  if (!at) return null;
  const [found] = map.queryRenderedFeatures(map.project(at), { layers: [COMMUNITY_LAYER] });
  if (!found) return null;
  const { id, name, name_en: nameEn } = found.properties as Record<string, string>;
  return { id: id ?? '', name: name ?? '', ...(nameEn && { nameEn }) };
}
