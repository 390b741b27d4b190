import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';

/** Work that goes on behind the requests, and tells how far it has come. */
export interface BackgroundJob<Progress extends object = object> {
  readonly progress: Progress;
  start(parts: readonly string[] | undefined): Progress;
  cancel(): Promise<Progress>;
}

/** What one request carries. */
export interface Context {
  /** This request's entity manager. */
  readonly em: EntityManager;
  /** Who asks. */
  readonly viewer: Viewer;
  /** Judges everything anew: see `coverage/recompute.ts`. */
  readonly recomputer: BackgroundJob;
  /** Names this request in the log. */
  readonly requestId: string;
  /** This request's batch loaders; see `loader.ts`. */
  readonly loaders: Map<unknown, unknown>;
}
