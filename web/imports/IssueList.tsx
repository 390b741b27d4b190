import { useState } from 'react';
import { useQuery } from 'urql';
import {
  type ImportDetailFragment,
  type ImportIssueCode,
  ImportIssuesDocument,
  type IssueFieldsFragment,
} from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { useStore } from '../shared/store.ts';
import { focusMap } from '../stage/camera.ts';
import type { Position } from '../view/view.ts';
import { Checkbox } from './Checkbox.tsx';
import { issueText } from './issueText.ts';
import type { Settings } from './settings.ts';
import { partlyShownStore, shownIssueStore } from './useRowsOnMap.ts';

const PAGE = 20;

/** What is wrong with the rows: counted, listed, shown on the map, and put right as far as settings can. */
export function IssueList({
  detail,
  configure,
}: {
  detail: ImportDetailFragment;
  configure: (settings: Settings) => Promise<void>;
}) {
  const { t, language } = useI18n();
  const [code, setCode] = useState<ImportIssueCode | null>(null);
  const [after, setAfter] = useState<readonly (string | null)[]>([null]);
  const partly = useStore(partlyShownStore, (value) => value);
  const { issueCounts, id } = detail;
  const [{ data }] = useQuery({
    query: ImportIssuesDocument,
    variables: { id, code, first: PAGE, after: after.at(-1) ?? null },
    pause: issueCounts.length === 0,
    requestPolicy: 'network-only',
  });
  const page = data?.import.issues;
  const has = (wanted: ImportIssueCode) => issueCounts.some((count) => count.code === wanted);
  const choose = (next: ImportIssueCode | null): void => {
    setCode(next);
    setAfter([null]);
  };
  return (
    <section data-testid="import-issues">
      {partly && <p className="hint">{t('import.partly')}</p>}
      <h3>{t('import.issues')}</h3>
      {issueCounts.length === 0 && <p>{t('import.noIssues')}</p>}
      {issueCounts.length > 0 && (
        <fieldset className="import-codes" aria-label={t('import.issues')}>
          {issueCounts.map((count) => (
            <button
              key={`${count.code} ${count.severity}`}
              type="button"
              aria-pressed={code === count.code}
              data-severity={count.severity}
              onClick={() => choose(code === count.code ? null : count.code)}
            >
              <span aria-hidden="true">{count.severity === 'ERROR' ? '✕' : '!'}</span>{' '}
              {t(`import.issue.${count.code}`)} <b>{formatNumber(count.count, language)}</b>
            </button>
          ))}
        </fieldset>
      )}
      {has('INVALID_POLYGON') && (
        <Checkbox
          checked={detail.repair}
          text={t('import.repair')}
          testId="import-repair"
          onChange={(repair) => void configure({ repair })}
        />
      )}
      {has('SWAPPED_AXES') && (
        <button
          type="button"
          className="button"
          onClick={() => void configure({ swapAxes: !detail.swapAxes })}
        >
          {t('import.swap')}
        </button>
      )}
      <ol className="import-issues">
        {page?.edges.map(({ cursor, node }) => (
          <Issue key={cursor} issue={node as IssueFieldsFragment} />
        ))}
      </ol>
      {page && page.totalCount > PAGE && (
        <div className="buttons">
          <button
            type="button"
            className="button"
            disabled={after.length === 1}
            onClick={() => setAfter(after.slice(0, -1))}
          >
            {t('import.previous')}
          </button>
          <button
            type="button"
            className="button"
            disabled={!page.pageInfo.hasNextPage}
            onClick={() => setAfter([...after, page.pageInfo.endCursor ?? null])}
          >
            {t('import.next')}
          </button>
        </div>
      )}
    </section>
  );
}

function Issue({ issue }: { issue: IssueFieldsFragment }) {
  const { t, language } = useI18n();
  const location = issue.location as Position | null;
  const text = (
    <>
      <b>
        <span aria-hidden="true">{issue.severity === 'ERROR' ? '✕' : '!'}</span>{' '}
        {issue.row === null ? t('import.wholeFile') : t('import.row', { row: issue.row })}
        {issue.field && ` · ${t(`import.field.${issue.field}`)}`}
      </b>
      <span>{issueText(issue, t, language)}</span>
      <small>{t(`import.fix.${issue.suggestedFix}`)}</small>
    </>
  );
  return (
    <li data-severity={issue.severity}>
      {location ? (
        <button
          type="button"
          data-testid="import-issue"
          onClick={() => {
            shownIssueStore.set(location);
            focusMap({ position: location, minZoom: 16 });
          }}
        >
          {text}
        </button>
      ) : (
        <div>{text}</div>
      )}
    </li>
  );
}
