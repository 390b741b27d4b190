import './coordinates.css';
import { useId, useState } from 'react';
import { useQuery } from 'urql';
import { ReferenceSystemsDocument, type ReferenceSystemsQuery } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { formatNumber } from '../i18n/numbers.ts';
import { SystemOptions } from './SystemOptions.tsx';

/** A system of EPSG's registry, as the hub tells it. */
export type FoundSystem = ReferenceSystemsQuery['referenceSystems'][number];

const ANOTHER = 'another';
const MOST_SHOWN = 8;

/** Chooses a reference system: one of those in use here, or any other by its number or name. */
export function SystemSelect({
  label,
  system,
  testId,
  onChange,
}: {
  label: string;
  system: string | null;
  testId: string;
  onChange: (id: string, found?: FoundSystem) => void;
}) {
  const { t } = useI18n();
  const [isSearching, setSearching] = useState(false);
  return (
    <>
      <label>
        {label}
        <select
          value={isSearching ? ANOTHER : (system ?? '')}
          data-testid={testId}
          onChange={({ target }) => {
            setSearching(target.value === ANOTHER);
            if (target.value !== ANOTHER) onChange(target.value);
          }}
        >
          {!system && (
            <option value="" disabled={true}>
              {t('export.systems.choose')}
            </option>
          )}
          <SystemOptions chosen={system} />
          <option value={ANOTHER}>{t('export.systems.another')}</option>
        </select>
      </label>
      {isSearching && (
        <SystemSearch
          onChoose={(found) => {
            setSearching(false);
            onChange(found.id, found);
          }}
        />
      )}
    </>
  );
}

function SystemSearch({ onChoose }: { onChoose: (found: FoundSystem) => void }) {
  const { t, language } = useI18n();
  const [text, setText] = useState('');
  const hint = useId();
  const [{ data, fetching }] = useQuery({
    query: ReferenceSystemsDocument,
    variables: { text: text.trim(), first: MOST_SHOWN },
    pause: text.trim().length < 2,
  });
  const found = text.trim().length < 2 ? [] : (data?.referenceSystems ?? []);
  return (
    <div className="system-search">
      <input
        type="search"
        value={text}
        placeholder={t('export.systems.search')}
        aria-label={t('export.systems.search')}
        aria-describedby={hint}
        data-testid="system-search"
        onChange={({ target }) => setText(target.value)}
      />
      <span id={hint} className="hint" aria-live="polite">
        {!fetching && text.trim().length >= 2 && found.length === 0 && t('export.systems.nothing')}
      </span>
      {found.map((each) => (
        <button
          key={each.id}
          type="button"
          data-testid="found-system"
          onClick={() => onChoose(each)}
        >
          {language === 'zh' ? each.name : each.nameEn}
          <small>
            {each.id} · ±{formatNumber(each.statedErrorMeters, language, 1)} m
          </small>
        </button>
      ))}
    </div>
  );
}
