import type { Map as MapLibreMap } from 'maplibre-gl';

/** Images are drawn at twice their size, so that they stay sharp on dense screens. */
const PIXEL_RATIO = 2;

/** Draws the image of an id; undefined for an id that it does not know. */
export type ImageSource = (id: string) => ImageData | undefined;

/** Draws an image when the style first needs it, by the first source that knows its id. */
export function provideImages(map: MapLibreMap, sources: readonly ImageSource[]): void {
  map.setMissingStyleImageResolver((id) => {
    for (const source of sources) {
      const image = source(id);
      if (!image) continue;
      if (!map.hasImage(id)) map.addImage(id, image, { pixelRatio: PIXEL_RATIO });
      return;
    }
  });
}

/** A square image, `size` pixels wide, on which `draw` has drawn. */
export function drawImage(
  size: number,
  draw: (context: CanvasRenderingContext2D) => void,
): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size * PIXEL_RATIO;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  draw(context);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
