import { type Map as MapLibreMap, type MapMouseEvent, Marker } from 'maplibre-gl';
import { useEffect } from 'react';
import { groundStore, type Placing, placeAt, placingStore } from '../edits/store.ts';
import { kindShape } from '../facilities/kinds.ts';
import { i18n } from '../i18n/i18n.ts';
import { useStore } from '../shared/store.ts';
import type { Position } from '../view/view.ts';
import { centreOn, freeMiddle } from './useCamera.ts';

/** An arrow key moves the pin by so many meters; with Shift by ten times as many. */
const STEP_METERS = 1;
const METERS_PER_DEGREE = 111_200;
/** Putting a pin takes a close look. */
const CLOSE_ZOOM = 16;

const ARROWS: Record<string, [east: number, north: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The pin that is being put: it is dragged, tapped to a place, moved by the arrow keys, or stays in
 * the middle of the map that is dragged under it. */
export default function PlacingLayer({ map }: { map: MapLibreMap }) {
  const placing = useStore(placingStore, (value) => value);
  const key = placing && `${placing.before?.id} ${placing.kind}`;
  const handling = placing?.handling;

  useEffect(() => {
    const now = placingStore.get();
    if (!key || !now) return;
    const marker = createPin(map, now);
    const follow = (): void => {
      const at = placingStore.get()?.at;
      if (at) marker.setLngLat(at);
      if (at) groundStore.set(groundUnder(map, at));
    };
    const stop = placingStore.subscribe(follow);
    const settle = (): void => groundStore.set(groundUnder(map, placingStore.get()?.at));
    map.on('idle', settle);
    if (map.getZoom() < CLOSE_ZOOM - 1 || now.handling === 'map') centreOn(map, now.at, CLOSE_ZOOM);
    marker.getElement().focus({ preventScroll: true });
    return () => {
      stop();
      map.off('idle', settle);
      marker.remove();
      groundStore.set(null);
    };
  }, [map, key]);

  useEffect(() => {
    if (!key || handling !== 'map') return;
    const at = placingStore.get()?.at;
    if (at) centreOn(map, at, CLOSE_ZOOM);
    const follow = (event: { originalEvent?: unknown }): void => {
      // Only what a person does; not the map's own journey to the pin.
      if (event.originalEvent) placeAt(map.unproject(freeMiddle(map)).toArray() as Position);
    };
    map.on('move', follow);
    return () => void map.off('move', follow);
  }, [map, key, handling]);

  useEffect(() => {
    if (!key) return;
    const tap = (event: MapMouseEvent): void => {
      const at = event.lngLat.toArray() as Position;
      placeAt(at);
      if (placingStore.get()?.handling === 'map') centreOn(map, at, CLOSE_ZOOM);
    };
    map.on('click', tap);
    return () => void map.off('click', tap);
  }, [map, key]);
  return null;
}

function groundUnder(
  map: MapLibreMap,
  at: Position | undefined,
): { id: string; name: string; nameEn?: string } | null {
  if (!at) return null;
  const [found] = map.queryRenderedFeatures(map.project(at), { layers: ['communities'] });
  if (!found) return null;
  const { id, name, name_en: nameEn } = found.properties as Record<string, string>;
  return { id: id ?? '', name: name ?? '', ...(nameEn && { nameEn }) };
}

function createPin(map: MapLibreMap, { kind, at, name }: Placing): Marker {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'placing-pin';
  element.dataset['testid'] = 'placing-pin';
  element.setAttribute('aria-label', i18n.t('edit.pin', { name }));
  element.append(drawPin(kind));
  const marker = new Marker({ element, draggable: true, anchor: 'bottom' })
    .setLngLat(at)
    .addTo(map);
  marker.on('drag', () => placeAt(marker.getLngLat().toArray() as Position));
  marker.on('dragend', () => {
    const place = marker.getLngLat().toArray() as Position;
    placeAt(place);
    if (placingStore.get()?.handling === 'map') centreOn(map, place, CLOSE_ZOOM);
  });
  element.addEventListener('keydown', (event) => {
    const [east, north] = ARROWS[event.key] ?? [0, 0];
    if (east === 0 && north === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const { lng, lat } = marker.getLngLat();
    const degrees = ((event.shiftKey ? 10 : 1) * STEP_METERS) / METERS_PER_DEGREE;
    placeAt([lng + (east * degrees) / Math.cos((lat / 180) * Math.PI), lat + north * degrees]);
  });
  // A click on the pin is none on the map behind it.
  element.addEventListener('click', (event) => event.stopPropagation());
  return marker;
}

/** A drop with the sign of the kind in it, whose tip is the place. */
function drawPin(kind: string): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 36 44');
  svg.setAttribute('aria-hidden', 'true');
  const add = (path: string, className: string, transform?: string): void => {
    const element = document.createElementNS(svg.namespaceURI, 'path');
    element.setAttribute('d', path);
    element.setAttribute('class', className);
    if (transform) element.setAttribute('transform', transform);
    svg.append(element);
  };
  add('M18 43C10 33 3 26 3 17a15 15 0 0 1 30 0c0 9-7 16-15 26z', 'trial-pin-drop');
  add(kindShape(kind).path, 'trial-pin-sign', 'translate(8 7)');
  return svg as SVGSVGElement;
}
