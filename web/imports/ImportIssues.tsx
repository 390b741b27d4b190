import type { ConfigureImportInput } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { focusMap } from '../map/camera.ts';
import type { Position } from '../view/view.ts';
import type { Import } from './useImport.ts';
import type { Issues } from './usePreview.ts';
import { useShown } from './useShown.ts';

/** What is wrong: how often, then row by row; a row with a place leads there on the map. */
export function ImportIssues({
  found,
  issues,
  onChange,
}: {
  found: Import;
  issues: Issues | undefined;
  onChange: (settings: Partial<ConfigureImportInput>) => void;
}) {
  const { t, language } = useI18n();
  const { issueCounts, repair, skipErrors } = found;
  const number = new Intl.NumberFormat(language);
  if (issueCounts.length === 0) return <p className="hint">{t('import.noIssues')}</p>;
  return (
    <section data-testid="import-issues">
      <h4>{t('import.issues')}</h4>
      <ul className="issue-counts">
        {issueCounts.map(({ code, severity, count }) => (
          <li key={code + severity} data-severity={severity}>
            <span aria-hidden="true">{severity === 'ERROR' ? '✕' : '!'}</span>
            {t(`import.issue.${code}`)} · {number.format(count)}
          </li>
        ))}
      </ul>
      {issueCounts.some(({ code }) => code === 'INVALID_POLYGON') && (
        <Check
          checked={repair}
          text={t('import.repair')}
          onChange={(is) => onChange({ repair: is })}
        />
      )}
      {issueCounts.some(({ severity }) => severity === 'ERROR') && (
        <Check
          checked={skipErrors}
          text={t('import.skipErrors')}
          testId="import-skip-errors"
          onChange={(is) => onChange({ skipErrors: is })}
        />
      )}
      <table className="issues">
        <thead>
          <tr>
            <th scope="col">{t('import.row')}</th>
            <th scope="col">{t('import.trouble')}</th>
          </tr>
        </thead>
        <tbody>
          {issues?.list.map((issue, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one row may have the same trouble twice
            <tr key={i} data-testid="import-issue" data-severity={issue.severity}>
              <td>
                {issue.location ? (
                  <button
                    type="button"
                    className="link-button"
                    aria-label={t('import.showRow', { row: issue.row })}
                    onClick={() => focusMap({ position: issue.location as Position, minZoom: 15 })}
                  >
                    {issue.row ?? '—'}
                  </button>
                ) : (
                  (issue.row ?? '—')
                )}
              </td>
              <td>
                <strong>{t(`import.issue.${issue.code}`)}</strong>
                {issue.field && ` · ${t(`import.field.${issue.field}`)}`}
                {issue.value && <q>{issue.value}</q>}
                <small lang={language === 'zh' ? undefined : 'en'}>
                  {language === 'zh' ? (issue.detail ?? '') : issue.message}{' '}
                  {t(`import.fix.${issue.suggestedFix}`)}
                </small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {issues && issues.totalCount > issues.list.length && (
        <p className="hint">
          {t('import.moreIssues', {
            figure: number.format(issues.totalCount - issues.list.length),
          })}
        </p>
      )}
    </section>
  );
}

function Check({
  checked,
  text,
  testId,
  onChange,
}: {
  checked: boolean;
  text: string;
  testId?: string;
  onChange: (is: boolean) => void;
}) {
  const [shown, choose] = useShown(checked);
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={shown}
        data-testid={testId}
        onChange={({ target }) => {
          choose(target.checked);
          onChange(target.checked);
        }}
      />
      <span>{text}</span>
    </label>
  );
}
