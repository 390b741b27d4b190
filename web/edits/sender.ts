import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { CombinedError } from 'urql';
import { viewerStore } from '../account/viewer.ts';
import { client } from '../client.ts';
import {
  CreateFacilityDocument,
  type EditResultFragment,
  MoveFacilityDocument,
  RestoreFacilityDocument,
  RetireFacilityDocument,
  UndoChangeDocument,
  UpdateFacilityDocument,
} from '../generated/graphql.ts';
import { reportNetworkFailure, whenOnline } from '../offline/online.ts';
import { createStore } from '../shared/store.ts';
import type { Position } from '../view/view.ts';
import {
  type EditAction,
  type EditFields,
  inputOf,
  type QueuedEdit,
  type Trouble,
} from './edit.ts';
import { openQueue, queueStore, replace, tellVersion } from './queue.ts';
import { tellState } from './state.ts';

type Document = TypedDocumentNode<Record<string, EditResultFragment>, Record<string, unknown>>;

const DOCUMENTS = {
  createFacility: CreateFacilityDocument,
  moveFacility: MoveFacilityDocument,
  updateFacility: UpdateFacilityDocument,
  retireFacility: RetireFacilityDocument,
  restoreFacility: RestoreFacilityDocument,
  undoChange: UndoChangeDocument,
} as unknown as Record<EditAction, Document>;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const PATIENCE_MS = 30_000;

/** What became of the edit that was confirmed last. */
export interface Confirmed {
  readonly edit: QueuedEdit;
  readonly result: EditResultFragment;
}

/** The edit that was confirmed last, for the notice that offers to undo it. */
export const confirmedStore = createStore<Confirmed | null>(null);

/** Whether the hub was reached when something was sent last. */
export const reachedStore = createStore(true);

let sending = false;
let pause = FIRST_PAUSE_MS;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Sends what waits, in order; goes on by itself when the network is back. */
export async function sendQueue(): Promise<void> {
  await openQueue();
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  try {
    for (let edit = nextToSend(); edit; edit = nextToSend()) {
      if (!(await send(edit))) {
        timer = setTimeout(() => void sendQueue(), pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        return;
      }
      pause = FIRST_PAUSE_MS;
    }
  } finally {
    sending = false;
  }
}

/** Sends at once what waits, and again whenever there is hope. */
export function startSending(): void {
  const now = () => {
    pause = FIRST_PAUSE_MS;
    void sendQueue();
  };
  whenOnline(now);
  viewerStore.subscribe(now);
  now();
}

/** The first edit of whoever is signed in that waits neither for its author nor for another edit. */
function nextToSend(): QueuedEdit | undefined {
  const name = viewerStore.get()?.name;
  const held = new Set<string>();
  for (const edit of queueStore.get()) {
    const { trouble, before, author } = edit;
    const mine = author === name;
    if (mine && !trouble && !(before && held.has(before.id))) return edit;
    if (before) held.add(before.id);
  }
  return undefined;
}

/** What counts as an answer when none comes: the edit is sent again, and made once all the same. */
function impatience(): Promise<{ data?: undefined; error?: undefined }> {
  return new Promise((resolve) => setTimeout(() => resolve({}), PATIENCE_MS));
}

/** Sends one edit. @returns false when the hub was not reached, and it should be tried again */
async function send(edit: QueuedEdit): Promise<boolean> {
  const input = inputOf(edit, edit.version);
  const answer = client.mutation(DOCUMENTS[edit.action], { input }).toPromise();
  const { data, error } = await Promise.race([answer, impatience()]);
  const result = data?.[edit.action];
  if (result) {
    reachedStore.set(true);
    await confirm(edit, result);
    return true;
  }
  const trouble = error && troubleOf(error);
  reachedStore.set(Boolean(trouble));
  if (!trouble) {
    if (error?.networkError) reportNetworkFailure();
    return false;
  }
  await replace(edit.key, { ...edit, trouble });
  return true;
}

async function confirm(edit: QueuedEdit, result: EditResultFragment): Promise<void> {
  const { facility } = result;
  if (facility) tellState(facility);
  await replace(edit.key, null);
  // What was edited on top of it is based on what it has made.
  if (facility) await tellVersion(facility.id, facility.version);
  confirmedStore.set({ edit, result });
}

/** Why the hub did not take it; undefined when it was not reached, or could not answer for now. */
function troubleOf(error: CombinedError): Trouble | undefined {
  const [first] = error.graphQLErrors;
  if (!first) return undefined;
  const extensions = first.extensions as Record<string, unknown>;
  const code = String(extensions['code']);
  if (code === 'INTERNAL_SERVER_ERROR') return undefined;
  if (code === 'UNAUTHENTICATED') return { type: 'signedOut' };
  if (code === 'CONFLICT' && extensions['current']) {
    return {
      type: 'conflict',
      currentVersion: Number(extensions['currentVersion']),
      current: fieldsOf(extensions['current'] as Record<string, unknown>),
      changedBy: (extensions['changedBy'] as string | null) ?? null,
      changedAt: (extensions['changedAt'] as string | null) ?? null,
    };
  }
  const reason =
    extensions['reason'] === 'AREA' ? 'area' : code === 'CONFLICT' ? 'later' : 'refused';
  return { type: 'refused', reason, message: first.message };
}

function fieldsOf({ location, ...rest }: Record<string, unknown>): EditFields {
  const { name, kind, address, opening, note, active } = rest as Required<EditFields>;
  return { name, kind, address, opening, note, active, at: location as Position };
}
