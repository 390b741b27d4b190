import type { ExpressionSpecification } from 'maplibre-gl';
import { drawImage, type ImageSource } from '../stage/images.ts';
import { kindShape, SHAPED_KINDS } from './kindShape.ts';

const ICON_SIZE = 20;
const PREFIX = 'kind-';

/** The image id of a facility's kind, as a style expression; kinds without a shape share `kind-other`. */
export const KIND_IMAGE = [
  'match',
  ['get', 'kind'],
  SHAPED_KINDS,
  ['concat', PREFIX, ['get', 'kind']],
  `${PREFIX}other`,
] as unknown as ExpressionSpecification;

/** The symbol of a kind, by the image id `kind-<code>`. */
export const kindImage: ImageSource = (id) => {
  if (!id.startsWith(PREFIX)) return undefined;
  const shape = kindShape(id.slice(PREFIX.length));
  return drawImage(ICON_SIZE, (context) => {
    const path = new Path2D(shape.path);
    context.lineJoin = 'round';
    context.strokeStyle = shape.stroke;
    context.lineWidth = 3;
    context.stroke(path);
    context.fillStyle = shape.fill;
    context.fill(path, 'evenodd');
  });
};
