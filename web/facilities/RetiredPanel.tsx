import { useState } from 'react';
import { useQuery } from 'urql';
import { RetiredFacilitiesDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeLine, shortName } from '../i18n/names.ts';
import { KindIcon } from '../kinds/KindIcon.tsx';
import { selectFacility } from '../stage/select.ts';
import { DetailHead } from '../ui/DetailHead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { TextField } from '../ui/Field.tsx';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { Problem } from '../ui/Problem.tsx';
import type { Position } from '../view/view.ts';
import './facilities.css';

/** Facilities that were retired, the last one first, for those who may restore them. */
export function RetiredPanel() {
  const { t, language } = useI18n();
  const [text, setText] = useState('');
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  return (
    <article data-testid="retired-panel">
      <DetailHead title={t('retired.title')} />
      <div className="retired">
        <p className="note">{t('retired.hint')}</p>
        <div className="form">
          <TextField
            label={t('retired.find')}
            value={text}
            type="search"
            testId="retired-find"
            onChange={(next) => {
              setText(next);
              setPages([null]);
            }}
          />
        </div>
        {pages.map((after, i) => (
          <RetiredPage
            key={after}
            text={text.trim()}
            after={after}
            language={language}
            isLast={i === pages.length - 1}
            onMore={(cursor) => setPages([...pages, cursor])}
          />
        ))}
      </div>
    </article>
  );
}

function RetiredPage({
  text,
  after,
  language,
  isLast,
  onMore,
}: {
  text: string;
  /** Where the page begins; null for the first. */
  after: string | null;
  language: 'zh' | 'en';
  isLast: boolean;
  onMore: (cursor: string) => void;
}) {
  const { t } = useI18n();
  const [{ data, error }, execute] = useQuery({
    query: RetiredFacilitiesDocument,
    variables: { text: text || null, after },
    requestPolicy: 'cache-and-network',
  });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  if (error && !data) {
    return <Problem error={error} retry={() => execute({ requestPolicy: 'network-only' })} />;
  }
  if (!data) return <PanelSkeleton />;
  const { edges, pageInfo } = data.facilities;
  const end = pageInfo.endCursor;
  if (after === null && edges.length === 0) {
    return <Empty title={t(text ? 'retired.notFound' : 'retired.none')} hint="" />;
  }
  return (
    <>
      <ul className="retired-list">
        {edges.map(({ node }) => (
          <li key={node.id}>
            <button
              type="button"
              data-testid="retired-facility"
              onClick={() =>
                selectFacility(node.id, node.location.coordinates as Position, node.name)
              }
            >
              <KindIcon code={node.kind.code} />
              <span>
                <strong>{node.name}</strong>
                <small>
                  {shortName(node.kind, language)} · {placeLine(node, language)}
                </small>
                <small>
                  {t('retired.since', { date: date.format(new Date(node.updatedAt as string)) })}
                </small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {isLast && pageInfo.hasNextPage && end && (
        <button type="button" className="button" onClick={() => onMore(end)}>
          {t('retired.more')}
        </button>
      )}
    </>
  );
}
