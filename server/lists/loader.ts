import type { EntityManager } from '@mikro-orm/postgresql';

/** What loaders need of a request. */
export interface LoaderContext {
  /** This request's entity manager. */
  readonly em: EntityManager;
  /** This request's batch loaders. */
  readonly loaders: Map<unknown, unknown>;
}

/** Asks for the values of many keys in one statement; absent keys are missing from the map. */
export type Batch<K, V> = (em: EntityManager, keys: readonly K[]) => Promise<Map<K, V>>;

/** What is loaded, or will be. */
export type Loaded<V> = Promise<V | null>;

/** The values of one batch, requested together as soon as nothing else is to be done in this tick. */
class Loader<K, V> {
  readonly #ask: (keys: readonly K[]) => Promise<Map<K, V>>;
  readonly #promises = new Map<K, Loaded<V>>();
  readonly #values = new Map<K, V>();
  #waiting: { keys: K[]; found: Promise<Map<K, V>> } | undefined;

  constructor(ask: (keys: readonly K[]) => Promise<Map<K, V>>) {
    this.#ask = ask;
  }

  peek(key: K): V | undefined {
    return this.#values.get(key);
  }

  load(key: K): Loaded<V> {
    const known = this.#promises.get(key);
    if (known) return known;
    this.#waiting ??= this.#begin();
    this.#waiting.keys.push(key);
    const value = this.#waiting.found.then((found) => found.get(key) ?? null);
    this.#promises.set(key, value);
    return value;
  }

  #begin(): { keys: K[]; found: Promise<Map<K, V>> } {
    const keys: K[] = [];
    const found = afterThisTick().then(async () => {
      this.#waiting = undefined;
      const values = await this.#ask(keys);
      for (const [key, value] of values) this.#values.set(key, value);
      return values;
    });
    return { keys, found };
  }
}

/** Resolves when all that was ready to go on has gone on, so that its keys are known, too. */
function afterThisTick(): Promise<void> {
  return Promise.resolve().then(() => new Promise((resolve) => process.nextTick(resolve)));
}

/**
 * Loads the value of a key together with all that the request asks for in the same tick: one
 * statement, however many rows ask. `batch` is the identity of the loader, so define it at the top of
 * a module.
 */
export function load<K, V>(context: LoaderContext, batch: Batch<K, V>, key: K): Loaded<V> {
  return loaderOf(context, batch).load(key);
}

/**
 * The value of a key that a batch has given already, be it for another key: then no row needs to wait for it.
 * Undefined otherwise.
 */
export function peek<K, V>(context: LoaderContext, batch: Batch<K, V>, key: K): V | undefined {
  return loaderOf(context, batch).peek(key);
}

function loaderOf<K, V>(context: LoaderContext, batch: Batch<K, V>): Loader<K, V> {
  let loader = context.loaders.get(batch) as Loader<K, V> | undefined;
  if (!loader) {
    loader = new Loader((keys) => batch(context.em, keys));
    context.loaders.set(batch, loader);
  }
  return loader;
}

/** Like {@link load}, for batches that depend on arguments: the same `variant` shares one statement. */
export function loadVariant<K, V>(
  context: LoaderContext,
  variant: string,
  batch: Batch<K, V>,
  key: K,
): Loaded<V> {
  const known = context.loaders.get(variant) as Batch<K, V> | undefined;
  if (!known) context.loaders.set(variant, batch);
  return load(context, known ?? batch, key);
}
