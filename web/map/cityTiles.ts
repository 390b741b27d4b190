import type { BBox } from '../view/view.ts';

/** Address of a tile of the Web Mercator pyramid. */
export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

/** Where Web Mercator ends, in degrees. */
const LATITUDE_LIMIT = 85.051;

/** The deepest zoom up to `deepest` at which at most `most` tiles cover the box, and those tiles. */
export function cityTiles([west, south, east, north]: BBox, most: number, deepest: number) {
  for (let z = deepest; z > 0; z--) {
    const [left, right] = [column(west, z), column(east, z)];
    const [top, bottom] = [row(north, z), row(south, z)];
    if ((right - left + 1) * (bottom - top + 1) > most) continue;
    const tiles: TileAddress[] = [];
    for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) tiles.push({ z, x, y });
    return tiles;
  }
  return [{ z: 0, x: 0, y: 0 }];
}

function column(lon: number, z: number): number {
  return within(((lon + 180) / 360) * 2 ** z, z);
}

function row(lat: number, z: number): number {
  const bounded = Math.max(-LATITUDE_LIMIT, Math.min(LATITUDE_LIMIT, lat));
  const mercator = Math.asinh(Math.tan((bounded / 180) * Math.PI));
  return within(((1 - mercator / Math.PI) / 2) * 2 ** z, z);
}

function within(value: number, z: number): number {
  return Math.max(0, Math.min(2 ** z - 1, Math.floor(value)));
}
