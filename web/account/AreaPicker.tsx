import { useEffect, useId, useRef } from 'react';
import { useQuery } from 'urql';
import { FindAreasDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';
import { type Area, aboveArea, areaName } from './area.ts';

/** Finds regions and communities by name, for somebody to edit in. */
export function AreaPicker({
  areas,
  text,
  wanted,
  onChange,
  onText,
}: {
  areas: readonly Area[];
  /** What is searched for; while it is there, nothing has been chosen of it. */
  text: string;
  /** How often the form could not be saved for it; each time the field takes the focus. */
  wanted: number;
  onChange: (areas: readonly Area[]) => void;
  onText: (text: string) => void;
}) {
  const { t, language } = useI18n();
  const troubleId = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (wanted > 0) field.current?.focus();
  }, [wanted]);
  const [{ data, fetching }] = useQuery({
    query: FindAreasDocument,
    variables: { text: text.trim() },
    pause: text.trim() === '',
  });
  const found: Area[] = text.trim()
    ? [...(data?.regions.edges ?? []), ...(data?.communities.edges ?? [])].map(
        ({ node }) => node as Area,
      )
    : [];
  const offered = found.filter(({ id }) => !areas.some((area) => area.id === id));
  const isUnchosen = wanted > 0 && text.trim() !== '';
  const isNone = text.trim() !== '' && !fetching && data !== undefined && found.length === 0;
  return (
    <fieldset className="areas">
      <legend>{t('account.areas')}</legend>
      <ul>
        {areas.map((area) => (
          <li key={area.id}>
            <div>
              {placeName(area, language)}
              <small>{aboveArea(area, language)}</small>
            </div>
            <button
              type="button"
              className="button"
              aria-label={t('account.dropArea', { name: areaName(area, language) })}
              onClick={() => onChange(areas.filter(({ id }) => id !== area.id))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <label>
        {t('account.findArea')}
        <input
          ref={field}
          value={text}
          data-testid="find-area"
          aria-invalid={isUnchosen || undefined}
          aria-describedby={isUnchosen ? troubleId : undefined}
          onChange={(event) => onText(event.target.value)}
        />
      </label>
      {isUnchosen && (
        <p id={troubleId} className="trouble" role="alert" data-testid="area-trouble">
          {t('account.areaUnchosen')}
        </p>
      )}
      {isNone && <p className="hint">{t('account.areaNone')}</p>}
      <div className="areas-found">
        {offered.map((area) => (
          <button
            key={area.id}
            type="button"
            className="button"
            data-testid="offered-area"
            onClick={() => {
              onChange([...areas, area]);
              onText('');
            }}
          >
            <span>
              + {placeName(area, language)}
              <small>{aboveArea(area, language)}</small>
            </span>
          </button>
        ))}
      </div>
    </fieldset>
  );
}
