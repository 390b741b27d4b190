import { useState } from 'react';
import { useQuery } from 'urql';
import { useViewer } from '../account/viewer.ts';
import {
  type EditedFacilityFragment,
  FacilityHistoryDocument,
  type HistoryEntryFragment,
  type SnapshotFragment,
} from '../generated/graphql.ts';
import { troubleOf } from '../hub/trouble.ts';
import { useI18n } from '../i18n/i18n.ts';
import { useKindNames } from '../kinds/useKindNames.ts';
import { useStore } from '../shared/store.ts';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import type { Position } from '../view/view.ts';
import type { EditFields } from './edit.ts';
import { FIELDS, type FieldName, moveText, valueText } from './editText.ts';
import { makeEdit } from './makeEdit.ts';
import { queueStore } from './queue.ts';
import { useNewestState } from './state.ts';

/** What was done to a facility, newest first, for those who may see who did it. */
export function History({ facility }: { facility: EditedFacilityFragment }) {
  const { t } = useI18n();
  const { role, means } = useViewer();
  const [open, setOpen] = useState(false);
  if (means === 'NONE' || role === 'VIEWER') return null;
  return (
    <details
      className="history"
      data-testid="history"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t('edit.history.title')}</summary>
      {open && <Entries facility={facility} />}
    </details>
  );
}

function Entries({ facility }: { facility: EditedFacilityFragment }) {
  const { t } = useI18n();
  const [after, setAfter] = useState<string | null>(null);
  const [older, setOlder] = useState<readonly HistoryEntryFragment[]>([]);
  const [{ data, error, fetching }] = useQuery({
    query: FacilityHistoryDocument,
    variables: { id: facility.id, after },
    requestPolicy: 'cache-and-network',
  });
  const history = data?.facility?.history;
  const page = history?.edges.map(({ node }) => node as HistoryEntryFragment) ?? [];
  const entries = [...older.filter(({ id }) => !page.some((each) => each.id === id)), ...page];
  if (error && !history) return <TroubleNote trouble={troubleOf(error)} />;
  if (!history) return <p>{t('loading')}</p>;
  if (entries.length === 0) return <p className="effect-quiet">{t('edit.history.none')}</p>;
  return (
    <>
      <ol>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} facility={facility} />
        ))}
      </ol>
      {history.pageInfo.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={fetching}
          onClick={() => {
            setOlder(entries);
            setAfter(history.pageInfo.endCursor ?? null);
          }}
        >
          {t('edit.history.more')}
        </button>
      )}
    </>
  );
}

function Entry({
  entry,
  facility,
}: {
  entry: HistoryEntryFragment;
  facility: EditedFacilityFragment;
}) {
  const { t, language } = useI18n();
  const kinds = useKindNames();
  const state = useNewestState(facility);
  const waiting = useStore(queueStore, (edits) => edits.some(({ change }) => change === entry.id));
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const before = entry.before && fieldsOf(entry.before as SnapshotFragment);
  const after = fieldsOf(entry.after as SnapshotFragment);
  const changed = FIELDS.filter((field) =>
    entry.fields.includes(field === 'at' ? 'location' : field),
  );
  const line = (field: FieldName) => {
    if (!before) return '';
    if (field === 'at') {
      return moveText(before.at as Position, after.at as Position, t, language);
    }
    return t('edit.history.became', {
      field: t(`edit.field.${field}`),
      before: valueText(field, before, t, kinds),
      after: valueText(field, after, t, kinds),
    });
  };
  return (
    <li data-testid="history-entry" data-action={entry.action}>
      <p>
        <strong>{t(`edit.action.${entry.action}`)}</strong>
        {entry.undoneBy && ` · ${t('edit.history.undone')}`}
      </p>
      {changed.map((field) => (
        <p key={field}>{line(field)}</p>
      ))}
      {entry.reason && <p>“{entry.reason}”</p>}
      <small>
        {entry.actor} · {time.format(new Date(entry.madeAt as string))} ·{' '}
        {t(`edit.origin.${entry.origin}`)}
        {entry.approver && ` · ${t('edit.history.approved', { name: entry.approver })}`}
      </small>
      {entry.mayUndo && facility.access !== 'NONE' && (
        <div>
          <button
            type="button"
            className="button"
            disabled={waiting}
            data-testid="history-undo"
            onClick={() =>
              void makeEdit('undoChange', state, undoneFields(before, after), {
                change: entry.id,
              })
            }
          >
            {t('edit.undo')}
          </button>
        </div>
      )}
    </li>
  );
}

/** The fields that undoing a change sets. */
function undoneFields(before: EditFields | null, after: EditFields): EditFields {
  if (!before) return { active: false };
  const changed = FIELDS.filter(
    (field) => String(before[field] ?? '') !== String(after[field] ?? ''),
  );
  return Object.fromEntries(changed.map((field) => [field, before[field]]));
}

/** A snapshot of the history as edits see it. */
export function fieldsOf(snapshot: SnapshotFragment): EditFields {
  const { kind, name, address, opening, note, active, location } = snapshot;
  return {
    kind,
    name,
    active,
    at: location as Position,
    address: address ?? null,
    opening: opening ?? null,
    note: note ?? null,
  };
}
