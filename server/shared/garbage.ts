import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * Frees what bulk work has left behind; takes some 50 ms. On a machine with much memory V8 lets garbage grow to
 * hundreds of megabytes before it looks after it, which the work itself does not need.
 */
export function collectGarbage(): void {
  collect();
}
