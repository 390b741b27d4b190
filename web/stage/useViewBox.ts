import type { Map as MapLibreMap } from 'maplibre-gl';
import { useEffect, useState } from 'react';
import type { BBox } from '../view/view.ts';

/** A map that is moved on within this time is still on its way. */
const SETTLE_MS = 300;
/** The box is larger than the view by this share of it on each side, so that small moves stay inside. */
const MARGIN = 0.25;
/** A box whose sides are longer than the view's by this factor is too large for it. */
const TOO_LARGE = 4;

/** A box that holds what the map shows; it changes only when the view leaves it, or is much smaller. */
export function useViewBox(map: MapLibreMap | null): BBox | undefined {
  const [box, setBox] = useState<BBox>();
  useEffect(() => {
    if (!map) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const update = (): void => {
      const [[west, south], [east, north]] = map.getBounds().toArray();
      const view: BBox = [west, south, east, north];
      setBox((before) => (before && fits(before, view) ? before : around(view)));
    };
    const schedule = (): void => {
      clearTimeout(timer);
      timer = setTimeout(update, SETTLE_MS);
    };
    update();
    map.on('moveend', schedule);
    return () => {
      clearTimeout(timer);
      map.off('moveend', schedule);
    };
  }, [map]);
  return box;
}

function fits(box: BBox, view: BBox): boolean {
  const holds =
    box[0] <= Math.max(view[0], -180) &&
    box[1] <= Math.max(view[1], -90) &&
    box[2] >= Math.min(view[2], 180) &&
    box[3] >= Math.min(view[3], 90);
  return holds && box[2] - box[0] < (view[2] - view[0]) * TOO_LARGE;
}

/** The view with its margin, within the world; a view across 180° gets the whole world. */
function around([west, south, east, north]: BBox): BBox {
  const [dx, dy] = [(east - west) * MARGIN, (north - south) * MARGIN];
  const isAcross = west < -180 || east > 180;
  return [
    isAcross ? -180 : Math.max(-180, west - dx),
    Math.max(-90, south - dy),
    isAcross ? 180 : Math.min(180, east + dx),
    Math.min(90, north + dy),
  ];
}
