import { FileTroubleError } from './file-trouble.ts';

/** The layer to read: the wanted one, else the first. @throws FileTroubleError `NO_SUCH_LAYER` */
export function chooseLayer(layers: readonly string[], wanted: string | undefined): string {
  const layer = wanted ?? (layers[0] as string);
  if (layers.includes(layer)) return layer;
  const message = `There is no layer "${layer}"; there are ${layers.join(', ')}.`;
  throw new FileTroubleError('NO_SUCH_LAYER', message);
}
