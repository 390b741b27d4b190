import { useQuery } from 'urql';
import { type ImportFieldsFragment, ImportsDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { pushView } from '../view/viewStore.ts';

/** Imports so far, to be continued or undone. */
export function ImportList() {
  const { t, language } = useI18n();
  const [{ data }] = useQuery({ query: ImportsDocument, requestPolicy: 'cache-and-network' });
  const imports = (data?.imports.edges ?? []).map(({ node }) => node as ImportFieldsFragment);
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  if (imports.length === 0) return null;
  return (
    <section>
      <h3>{t('import.earlier')}</h3>
      <ul className="import-list" data-testid="import-list">
        {imports.map(({ id, fileName, state, actor, createdAt, target, counts }) => (
          <li key={id}>
            <button type="button" onClick={() => pushView({ page: 'import', file: id })}>
              <strong>{fileName}</strong>
              <small>
                {[
                  t(`import.state.${state}`),
                  target && t(`import.target.${target}`),
                  counts &&
                    t('import.changes', {
                      figure: formatNumber(counts.create + counts.update, language),
                    }),
                  actor,
                  time.format(new Date(createdAt as string)),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
