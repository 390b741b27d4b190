import type { LoaderContext } from '../lists/loader.ts';
import type { SecondFactorDemand } from '../shared/config.ts';
import type { Sharing } from './sharing.ts';
import type { Viewer } from './viewer.ts';

/** Work in the background, with its progress. */
export interface BackgroundJob<Progress extends object = object> {
  readonly progress: Progress;
  start(parts: readonly string[] | undefined): Progress;
  cancel(): Promise<Progress>;
}

/** How far work on an import has come. */
export interface WorkProgress {
  readonly phase: 'WAITING' | 'READING' | 'CHECKING' | 'COMMITTING' | 'UNDOING';
  /** Rows or steps done, and to be done; null when nobody knows yet. */
  readonly done: number;
  readonly total: number | null;
}

/** Reads files in the background: see `imports/importer.ts`. */
export interface ImportWork {
  /** Whether no other process of the hub can be at work on the same database. */
  readonly alone: boolean;
  pathOf(id: number): string;
  progressOf(id: number): WorkProgress | undefined;
  read(id: number): void;
  follow<T>(
    id: number,
    phase: WorkProgress['phase'],
    work: (onProgress: (done: number, total: number) => void) => Promise<T>,
  ): Promise<T>;
  clear(id: number): Promise<void>;
}

/** The secrets of a session that begins, and of the device that it begins on. */
export interface SessionSecrets {
  readonly secret: string;
  readonly device: string;
}

/** The cookies of the session and the device, which an answer can set or clear. */
export interface SessionCookie {
  /** Secret of the device from which the request comes, if it has one. */
  readonly device: string | undefined;
  set(secrets: SessionSecrets): void;
  /** Ends the session's cookie; the device stays known. */
  clear(): void;
}

/** What the operator decided of signing in. */
export interface HubFacts {
  /** Whether anybody may read. */
  readonly publicReading: boolean;
  /** Name of the organisation whose sign-in can be used too. */
  readonly organisation: string | null;
  /** Identifier of that organisation's OpenID Connect provider. */
  readonly issuer: string | null;
  /** What seals the secrets of second factors; null for the key that the database keeps. */
  readonly secretKey: string | null;
  /** Who must have a second factor. */
  readonly secondFactor: SecondFactorDemand;
}

/** What one request carries. */
export interface Context extends LoaderContext {
  /** Whether the answer may be given to others. Reading what is personal below forbids it. */
  readonly sharing: Sharing;
  /** Who sent the request. */
  readonly viewer: Viewer;
  /** Where the request comes from: IP address, and what the browser calls itself. */
  readonly caller: { readonly address: string; readonly agent: string };
  /** The cookie of the session. */
  readonly cookie: SessionCookie;
  /** What the operator decided of signing in. */
  readonly hub: HubFacts;
  /** Judges everything anew: see `coverage/recompute.ts`. */
  readonly recomputer: BackgroundJob;
  /** Reads files in the background, and knows how far imports have come. */
  readonly importer: ImportWork;
  /** Names this request in the log. */
  readonly requestId: string;
}
