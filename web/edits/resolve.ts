import type { EditFields, QueuedEdit } from './edit.ts';
import { replace, setVersion } from './queue.ts';
import { sendQueue } from './sender.ts';

/** Sends an edit again as it is. */
export async function sendAgain({ trouble: _, ...edit }: QueuedEdit): Promise<void> {
  await replace(edit.key, edit);
  await sendQueue();
}

/** Gives an edit up. What was edited on top of it is then based on what is there. */
export async function dropEdit(edit: QueuedEdit): Promise<void> {
  const { trouble, before, version } = edit;
  const there = trouble?.type === 'conflict' ? trouble.currentVersion : version;
  await replace(edit.key, null);
  if (before) await setVersion(before.id, there);
  await sendQueue();
}

/** Decides a conflict: these fields of the edit replace what is there now; without any, the edit is given up. */
export async function decideConflict(edit: QueuedEdit, mine: EditFields): Promise<void> {
  const { trouble, before, ...rest } = edit;
  if (trouble?.type !== 'conflict' || !before || Object.keys(mine).length === 0) {
    return dropEdit(edit);
  }
  const { current, currentVersion } = trouble;
  const now = { ...before, ...current, version: currentVersion };
  await replace(edit.key, { ...rest, before: now, fields: mine, version: currentVersion });
  await sendQueue();
}
