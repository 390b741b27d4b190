import type { Map as MapLibreMap } from 'maplibre-gl';
import { kindShape, SHAPED_KINDS } from '../facilities/kinds.ts';
import { PALETTE } from './palette.ts';

/** Images are drawn at twice their size, so that they stay sharp on dense screens. */
const PIXEL_RATIO = 2;
const ICON_SIZE = 20;
const TILE_SIZE = 8;

/** Draws an image when the style first needs it: `hatch`, `dots`, or `kind-<code>`. */
export function provideImages(map: MapLibreMap): void {
  map.setMissingStyleImageResolver((id) => {
    const image = draw(id);
    if (image && !map.hasImage(id)) map.addImage(id, image, { pixelRatio: PIXEL_RATIO });
  });
}

/** The image id for a kind's code as a style expression; unknown kinds share `kind-other`. */
export const KIND_IMAGE = [
  'match',
  ['get', 'kind'],
  SHAPED_KINDS,
  ['concat', 'kind-', ['get', 'kind']],
  'kind-other',
] as const;

function draw(id: string): ImageData | undefined {
  if (id === 'hatch') return hatch();
  if (id === 'dots') return dots();
  if (id.startsWith('kind-')) return icon(id.slice('kind-'.length));
  return undefined;
}

/** Diagonal lines that meet across the edges of the tile. */
function hatch(): ImageData {
  const context = canvas(TILE_SIZE);
  context.strokeStyle = PALETTE.status.FAIL.line;
  context.globalAlpha = 0.75;
  context.lineWidth = 1.1;
  context.beginPath();
  for (const offset of [-TILE_SIZE, 0, TILE_SIZE]) {
    context.moveTo(offset - 1, TILE_SIZE + 1);
    context.lineTo(offset + TILE_SIZE + 1, -1);
  }
  context.stroke();
  return pixels(context);
}

function dots(): ImageData {
  const context = canvas(TILE_SIZE);
  context.fillStyle = PALETTE.status.UNKNOWN.line;
  context.beginPath();
  context.arc(TILE_SIZE / 2, TILE_SIZE / 2, 1.1, 0, 2 * Math.PI);
  context.fill();
  return pixels(context);
}

function icon(code: string): ImageData {
  const shape = kindShape(code);
  const context = canvas(ICON_SIZE);
  const path = new Path2D(shape.path);
  context.lineJoin = 'round';
  context.strokeStyle = shape.stroke;
  context.lineWidth = 3;
  context.stroke(path);
  context.fillStyle = shape.fill;
  context.fill(path, 'evenodd');
  return pixels(context);
}

function canvas(size: number): CanvasRenderingContext2D {
  const element = document.createElement('canvas');
  element.width = element.height = size * PIXEL_RATIO;
  const context = element.getContext('2d') as CanvasRenderingContext2D;
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  return context;
}

function pixels(context: CanvasRenderingContext2D): ImageData {
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}
