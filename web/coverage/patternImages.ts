import { drawImage, type ImageSource } from '../stage/images.ts';
import { PALETTE } from '../stage/palette.ts';

const TILE_SIZE = 8;

/** The patterns that say a verdict without colour: `hatch` for FAIL, `dots` for UNKNOWN. */
export const patternImage: ImageSource = (id) => {
  if (id === 'hatch') return drawImage(TILE_SIZE, hatch);
  return id === 'dots' ? drawImage(TILE_SIZE, dots) : undefined;
};

/** Diagonal lines that meet across the edges of the tile. */
function hatch(context: CanvasRenderingContext2D): void {
  context.strokeStyle = PALETTE.status.FAIL.line;
  context.globalAlpha = 0.75;
  context.lineWidth = 1.1;
  context.beginPath();
  for (const offset of [-TILE_SIZE, 0, TILE_SIZE]) {
    context.moveTo(offset - 1, TILE_SIZE + 1);
    context.lineTo(offset + TILE_SIZE + 1, -1);
  }
  context.stroke();
}

function dots(context: CanvasRenderingContext2D): void {
  context.fillStyle = PALETTE.status.UNKNOWN.line;
  context.beginPath();
  context.arc(TILE_SIZE / 2, TILE_SIZE / 2, 1.1, 0, 2 * Math.PI);
  context.fill();
}
