/** How a kind of facility is drawn: an SVG path in a 20 × 20 box. Kinds differ by shape first. */
export interface KindShape {
  path: string;
  fill: string;
  stroke: string;
}

const SHAPES: Record<string, KindShape> = {
  plaza: { path: 'M4 4h12v12h-12z', fill: '#46327e', stroke: '#fff' },
  'fitness-path': { path: 'M10 2.5 18 17H2z', fill: '#1d2b36', stroke: '#fff' },
  'service-station': {
    path: 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14zM10 8a2 2 0 1 1 0 4a2 2 0 1 1 0-4z',
    fill: '#0f5c73',
    stroke: '#fff',
  },
  park: { path: 'M10 2.5 17.5 10 10 17.5 2.5 10z', fill: '#4d7a35', stroke: '#fff' },
};

/** A pentagon, for kinds that a city adds itself. */
const OTHER: KindShape = { path: 'M10 2 18 8 15 17.5H5L2 8z', fill: '#6b5b2e', stroke: '#fff' };

/** The shape of a kind, by its code. */
export function kindShape(code: string): KindShape {
  return SHAPES[code] ?? OTHER;
}

/** Codes that have a shape of their own; all others share one. */
export const SHAPED_KINDS = Object.keys(SHAPES);
