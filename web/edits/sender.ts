import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { viewerStore } from '../account/viewer.ts';
import {
  CreateFacilityDocument,
  type EditResultFragment,
  MoveFacilityDocument,
  RestoreFacilityDocument,
  RetireFacilityDocument,
  UndoChangeDocument,
  UpdateFacilityDocument,
} from '../generated/graphql.ts';
import { deliver } from '../hub/delivery.ts';
import { whenOnline } from '../hub/offline/online.ts';
import { isPassing, type Trouble } from '../hub/trouble.ts';
import { pauseMs } from '../shared/pause.ts';
import { createStore } from '../shared/store.ts';
import type { Position } from '../view/view.ts';
import {
  type EditAction,
  type EditFields,
  type EditTrouble,
  inputOf,
  type QueuedEdit,
} from './edit.ts';
import { openQueue, queueStore, replace, setVersion } from './queue.ts';
import { noteAnswer } from './state.ts';

type Document = TypedDocumentNode<Record<string, EditResultFragment>, Record<string, unknown>>;

const DOCUMENTS = {
  createFacility: CreateFacilityDocument,
  moveFacility: MoveFacilityDocument,
  updateFacility: UpdateFacilityDocument,
  retireFacility: RetireFacilityDocument,
  restoreFacility: RestoreFacilityDocument,
  undoChange: UndoChangeDocument,
} as unknown as Record<EditAction, Document>;

const PAUSES = { firstMs: 1_000, longestMs: 30_000 };

/** What became of the edit that was confirmed last. */
export interface Confirmed {
  readonly edit: QueuedEdit;
  readonly result: EditResultFragment;
}

/** The edit that was confirmed last, for the notice that offers to undo it. */
export const confirmedStore = createStore<Confirmed | null>(null);

/**
 * Why the queue waits: to be sent again by itself, or, when the session has ended, until somebody signs in. Null while
 * it does not.
 */
export const delayStore = createStore<Trouble | null>(null);

let sending = false;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Sends what waits, in order; what could not be answered for now is sent again after a pause. */
export async function sendQueue(): Promise<void> {
  await openQueue();
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  try {
    for (let edit = nextToSend(); edit; edit = nextToSend()) {
      const delay = await send(edit);
      delayStore.set(delay);
      if (delay) {
        failures += 1;
        // Time alone signs nobody in.
        if (delay.kind !== 'signedOut') {
          timer = setTimeout(() => void sendQueue(), pauseMs(failures, PAUSES));
        }
        return;
      }
      failures = 0;
    }
  } finally {
    sending = false;
  }
}

/** Sends at once what waits, and again when the network is back or somebody signs in. */
export function startSending(): void {
  const now = () => {
    failures = 0;
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

/**
 * Sends one edit. It leaves the queue when the hub has taken it, and stays for its author when the hub refuses it.
 * @returns why it waits as it is, to be sent again; null when it does not
 */
async function send(edit: QueuedEdit): Promise<Trouble | null> {
  const delivery = await deliver(DOCUMENTS[edit.action], { input: inputOf(edit, edit.version) });
  if ('data' in delivery) {
    await confirm(edit, delivery.data[edit.action] as EditResultFragment);
    return null;
  }
  const { trouble } = delivery;
  if (isPassing(trouble) || trouble.kind === 'signedOut') return trouble;
  await replace(edit.key, { ...edit, trouble: editTrouble(trouble) });
  return null;
}

async function confirm(edit: QueuedEdit, result: EditResultFragment): Promise<void> {
  const { facility } = result;
  if (facility) noteAnswer(facility);
  await replace(edit.key, null);
  // What was edited on top of it is based on what it has made.
  if (facility) await setVersion(facility.id, facility.version);
  confirmedStore.set({ edit, result });
}

/** What the author of a refused edit has to decide. */
function editTrouble(trouble: Trouble): EditTrouble {
  const { kind, details } = trouble;
  if (kind !== 'conflict' || !details['current']) return { type: 'refused', why: trouble };
  return {
    type: 'conflict',
    currentVersion: Number(details['currentVersion']),
    current: fieldsOf(details['current'] as Record<string, unknown>),
    changedBy: (details['changedBy'] as string | null) ?? null,
    changedAt: (details['changedAt'] as string | null) ?? null,
  };
}

function fieldsOf({ location, ...rest }: Record<string, unknown>): EditFields {
  const { name, kind, address, opening, note, active } = rest as Required<EditFields>;
  return { name, kind, address, opening, note, active, at: location as Position };
}
