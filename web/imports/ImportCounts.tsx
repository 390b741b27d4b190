import type { ImportHeadFragment } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';

const ACTIONS = ['create', 'update', 'same', 'skip'] as const;

/** Rows by what becomes of them, in the colours that they have on the map. */
export function ImportCounts({
  counts,
  state,
}: {
  counts: NonNullable<ImportHeadFragment['counts']>;
  state: ImportHeadFragment['state'];
}) {
  const { t, language } = useI18n();
  const number = new Intl.NumberFormat(language);
  return (
    <div data-testid="import-counts">
      {(state === 'COMMITTED' || state === 'UNDONE') && (
        <p role="status" className="import-done">
          {t(`import.state.${state}`)}
        </p>
      )}
      <dl className="import-counts">
        {ACTIONS.map((action) => (
          <div key={action} data-action={action}>
            <dt>{t(`import.action.${action}`)}</dt>
            <dd>{number.format(counts[action])}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
