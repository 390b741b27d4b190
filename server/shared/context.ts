import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';

/** What one request carries. */
export interface Context {
  /** This request's entity manager. */
  readonly em: EntityManager;
  /** Who asks. */
  readonly viewer: Viewer;
  /** Names this request in the log. */
  readonly requestId: string;
  /** This request's batch loaders; see `loader.ts`. */
  readonly loaders: Map<unknown, unknown>;
}
