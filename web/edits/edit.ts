import type { Trouble } from '../hub/trouble.ts';
import type { Position } from '../view/view.ts';

/** What is done to a facility: the mutation's name. */
export type EditAction =
  | 'createFacility'
  | 'moveFacility'
  | 'updateFacility'
  | 'retireFacility'
  | 'restoreFacility'
  | 'undoChange';

/** What of a facility an edit sets; a field that is left out stays. */
export interface EditFields {
  readonly name?: string;
  readonly kind?: string;
  readonly at?: Position;
  readonly address?: string | null;
  readonly opening?: string | null;
  readonly note?: string | null;
  readonly active?: boolean;
}

/** The facility that an edit is about, as it was when the edit was made. */
export interface EditedState extends Required<EditFields> {
  readonly id: string;
  readonly version: number;
}

/** Why an edit was not taken, and stays for its author to decide. */
export type EditTrouble =
  | {
      readonly type: 'conflict';
      readonly currentVersion: number;
      readonly current: EditFields;
      readonly changedBy: string | null;
      readonly changedAt: string | null;
    }
  | { readonly type: 'refused'; readonly why: Trouble };

/** An edit on its way to the hub. */
export interface QueuedEdit {
  /** UUID that names the request: the hub makes it once, however often it is sent. */
  readonly key: string;
  readonly action: EditAction;
  /** Null for a facility that is to be created. */
  readonly before: EditedState | null;
  readonly fields: EditFields;
  /** The change that an `undoChange` takes back. */
  readonly change?: string;
  readonly reason: string;
  /** The version that it is based on; null where that is what an earlier edit in the queue will make. */
  readonly version: number | null;
  /** Who made it, by the name that they sign in with. */
  readonly author: string;
  /** When, RFC 3339. */
  readonly madeAt: string;
  readonly trouble?: EditTrouble;
}

/** The input of the mutation that an edit stands for. */
export function inputOf(edit: QueuedEdit, version: number | null): Record<string, unknown> {
  const { action, before, fields, key, reason } = edit;
  const common = { request: key, ...(reason && { reason }) };
  if (action === 'undoChange') return { id: edit.change, version, ...common };
  const { at, active: _, ...text } = fields;
  const location = at && { location: { type: 'Point', coordinates: at } };
  if (action === 'createFacility') return { ...text, ...location, ...common };
  const basis = { id: before?.id, version };
  if (action === 'moveFacility') return { ...basis, ...location, ...common };
  if (action === 'updateFacility') return { ...basis, ...text, ...common };
  return { ...basis, ...common };
}
