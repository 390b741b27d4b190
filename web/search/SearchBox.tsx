import './search.css';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { KindIcon } from '../facilities/KindIcon.tsx';
import { SearchDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName, shortName } from '../i18n/names.ts';
import { announce } from '../layout/announcer.ts';
import { selectCommunity, selectFacility } from '../view/select.ts';
import { type Hit, hitsOf } from './hits.ts';

const PAUSE_MS = 150;

/** Search over communities and facilities as a combobox with a list (the WAI-ARIA pattern). */
export function SearchBox() {
  const { t, language } = useI18n();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const asked = useSettled(text.trim(), PAUSE_MS);
  const [{ data, fetching, error }] = useQuery({
    query: SearchDocument,
    variables: { text: asked },
    pause: asked === '',
  });
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const current = asked !== '' && asked === text.trim() && !fetching;
  const hits = asked && data ? hitsOf(data) : [];
  const expanded = open && text.trim() !== '' && (current || hits.length > 0);
  const total = data ? data.communities.totalCount + data.facilities.totalCount : 0;

  useEffect(() => {
    if (current) announce('announce.results', { figure: total });
  }, [current, total]);

  const choose = (hit: Hit | undefined) => {
    if (!hit) return;
    setOpen(false);
    setText('');
    input.current?.blur();
    if (hit.type === 'community') selectCommunity(hit.id, hit.name);
    else selectFacility(hit.id, hit.position, hit.name);
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
              onClick={() => choose(hit)}
              onMouseEnter={() => setActive(index)}
              onKeyDown={keys}
            >
              {hit.type === 'facility' ? (
                <KindIcon code={hit.kind.code} />
              ) : (
                <span className="search-mark" />
              )}
              <span className="search-name">{placeName(hit, language)}</span>
              <span className="search-note">
                {shortName(hit.type === 'facility' ? hit.kind : hit.region, language)}
              </span>
            </div>
          ))}
      </div>
      {expanded && hits.length === 0 && (
        <div className="search-list search-none" role="status">
          {error ? (
            t('search.failed')
          ) : (
            <>
              <strong>{t('search.none', { text: asked })}</strong>
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
function useSettled(value: string, milliseconds: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
