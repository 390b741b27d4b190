import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import type { Context } from './context.ts';

/** Asks for the values of many keys in one statement; absent keys are missing from the map. */
export type Batch<K, V> = (em: EntityManager, keys: readonly K[]) => Promise<Map<K, V>>;

/**
 * Loads the value of a key together with all that the request asks for in the same tick: one
 * statement, however many rows ask. `batch` is the identity of the loader, so define it at the top of
 * a module.
 */
export function load<K, V>(context: Context, batch: Batch<K, V>, key: K): Promise<V | null> {
  let loader = context.loaders.get(batch) as DataLoader<K, V | null> | undefined;
  if (!loader) {
    loader = new DataLoader(async (keys: readonly K[]) => {
      const found = await batch(context.em, keys);
      return keys.map((key) => found.get(key) ?? null);
    });
    context.loaders.set(batch, loader);
  }
  return loader.load(key);
}

/** Like {@link load}, for batches that depend on arguments: the same `variant` shares one statement. */
export function loadVariant<K, V>(
  context: Context,
  variant: string,
  batch: Batch<K, V>,
  key: K,
): Promise<V | null> {
  const known = context.loaders.get(variant) as Batch<K, V> | undefined;
  if (!known) context.loaders.set(variant, batch);
  return load(context, known ?? batch, key);
}
