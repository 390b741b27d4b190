import './search.css';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { SearchDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeLine, placeName, regionPath, shortName } from '../i18n/names.ts';
import { KindIcon } from '../kinds/KindIcon.tsx';
import { selectCommunity, selectFacility } from '../stage/select.ts';
import { announce } from '../ui/announcer.ts';
import type { Position } from '../view/view.ts';
import { resultsOf, type SearchResult, totalOf } from './results.ts';

const PAUSE_MS = 150;

/** Search over communities and facilities as a combobox with a list (the WAI-ARIA pattern). */
export function SearchBox() {
  const { t, language } = useI18n();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const query = useDebounced(text.trim(), PAUSE_MS);
  const [{ data, fetching, error }] = useQuery({
    query: SearchDocument,
    variables: { text: query },
    pause: query === '',
  });
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const current = query !== '' && query === text.trim() && !fetching;
  const hits = query && data ? resultsOf(data) : [];
  const expanded = open && text.trim() !== '' && (current || hits.length > 0);
  const total = data ? totalOf(data) : 0;

  useEffect(() => {
    if (current) announce('announce.results', { figure: total });
  }, [current, total]);

  const choose = (hit: SearchResult | undefined) => {
    if (!hit) return;
    setOpen(false);
    setText('');
    input.current?.blur();
    if (hit.type === 'community') selectCommunity(hit.id, hit.name);
    else selectFacility(hit.id, hit.location.coordinates as Position, hit.name);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const by = event.key === 'ArrowDown' ? 1 : -1;
      if (hits.length) setActive((active + by + hits.length) % hits.length);
    } else if (event.key === 'Enter' && expanded) {
      event.preventDefault();
      choose(hits[active]);
    } else if (event.key === 'Escape' && (expanded || text)) {
      event.preventDefault();
      if (expanded) setOpen(false);
      else setText('');
    }
  };

  return (
    <search className="search">
      <svg className="search-icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <path
          d="M9 3a6 6 0 1 0 0 12A6 6 0 1 0 9 3M13.5 13.5 18 18"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
        />
      </svg>
      <input
        ref={input}
        role="combobox"
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-label={t('search.label')}
        aria-expanded={expanded}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={expanded && hits.length ? `${id}-${active}` : undefined}
        placeholder={t('search.placeholder')}
        data-testid="search"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={keys}
      />
      {/* The list keeps the focus in the input: a press must not blur it before the click. */}
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t('search.label')}
        className="search-list"
        hidden={!expanded}
        onMouseDown={(event) => event.preventDefault()}
      >
        {expanded &&
          hits.map((hit, index) => (
            <div
              key={hit.id}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className="search-hit"
              data-retired={(hit.type === 'facility' && !hit.active) || undefined}
              onClick={() => choose(hit)}
              onMouseEnter={() => setActive(index)}
              onKeyDown={keys}
            >
              {hit.type === 'facility' ? (
                <KindIcon code={hit.kind.code} />
              ) : (
                <span className="search-mark" />
              )}
              <span className="search-name">
                {placeName(hit, language)}
                <small>
                  {hit.type === 'facility'
                    ? placeLine(hit, language)
                    : regionPath(hit.region, language)}
                </small>
              </span>
              {hit.type === 'facility' && (
                <span className="search-note">
                  {hit.active ? shortName(hit.kind, language) : t('edit.inactive')}
                </span>
              )}
            </div>
          ))}
      </div>
      {expanded && hits.length === 0 && (
        <div className="search-list search-none" role="status">
          {error ? (
            t('search.failed')
          ) : (
            <>
              <strong>{t('search.none', { text: query })}</strong>
              <br />
              {t('search.noneHint')}
            </>
          )}
        </div>
      )}
    </search>
  );
}

/** The value once it has not changed for a while. */
function useDebounced(value: string, milliseconds: number): string {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return debounced;
}
