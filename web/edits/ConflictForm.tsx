import { type FormEvent, useState } from 'react';
import { useI18n } from '../i18n/i18n.ts';
import { useKindNames } from '../kinds/useKindNames.ts';
import type { EditFields, QueuedEdit } from './edit.ts';
import { FIELDS, type FieldName, moveText, valueText } from './editText.ts';
import { decideConflict } from './resolve.ts';

/** An edit and what somebody else has made of the facility meanwhile, side by side, field by field. */
export function ConflictForm({ edit, onDone }: { edit: QueuedEdit; onDone: () => void }) {
  const { t, language } = useI18n();
  const kinds = useKindNames();
  const { before, fields, trouble } = edit;
  const current = trouble?.type === 'conflict' ? trouble.current : {};
  const differs = (a: EditFields, b: EditFields, field: FieldName) =>
    String(a[field] ?? '') !== String(b[field] ?? '');
  const mine = FIELDS.filter((field) => field in fields && differs(fields, current, field));
  const theirs = FIELDS.filter((field) => before && differs(before, current, field));
  const shown = FIELDS.filter((field) => mine.includes(field) || theirs.includes(field));
  const [kept, setKept] = useState<readonly FieldName[]>([]);
  const [busy, setBusy] = useState(false);
  if (trouble?.type !== 'conflict' || !before) return null;

  const words = (field: FieldName, state: EditFields) =>
    field === 'at' && state.at && before.at && String(state.at) !== String(before.at)
      ? moveText(before.at, state.at, t, language)
      : valueText(field, state, t, kinds);
  const when = trouble.changedAt
    ? new Intl.DateTimeFormat(language, { timeStyle: 'short', dateStyle: 'medium' }).format(
        new Date(trouble.changedAt),
      )
    : '';
  const decide = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const chosen = Object.fromEntries(kept.map((field) => [field, fields[field]]));
    await decideConflict(edit, chosen);
    onDone();
  };
  return (
    <form onSubmit={(event) => void decide(event)}>
      <p>
        {t('edit.conflict.lead', {
          name: before.name,
          who: trouble.changedBy ?? t('edit.conflict.somebody'),
          when,
        })}
      </p>
      <table className="compare">
        <thead>
          <tr>
            <th scope="col">{t('edit.conflict.field')}</th>
            <th scope="col">{t('edit.conflict.theirs')}</th>
            <th scope="col">{t('edit.conflict.mine')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((field) => {
            const isMine = mine.includes(field);
            const choose = (own: boolean) =>
              setKept(own ? [...kept, field] : kept.filter((each) => each !== field));
            return (
              <tr key={field}>
                <th scope="row">{t(`edit.field.${field}`)}</th>
                {isMine ? (
                  <>
                    <td>
                      <label>
                        <input
                          type="radio"
                          name={field}
                          checked={!kept.includes(field)}
                          onChange={() => choose(false)}
                        />
                        {words(field, current)}
                      </label>
                    </td>
                    <td>
                      <label>
                        <input
                          type="radio"
                          name={field}
                          checked={kept.includes(field)}
                          data-testid={`mine-${field}`}
                          onChange={() => choose(true)}
                        />
                        {words(field, fields)}
                      </label>
                    </td>
                  </>
                ) : (
                  <>
                    <td>{words(field, current)}</td>
                    <td>{t('edit.conflict.untouched')}</td>
                  </>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className="buttons">
        <button
          type="submit"
          className="button button-main button-grow"
          disabled={busy}
          data-testid="decide-go"
        >
          {t(kept.length > 0 ? 'edit.conflict.goMine' : 'edit.conflict.goTheirs')}
        </button>
      </div>
    </form>
  );
}
