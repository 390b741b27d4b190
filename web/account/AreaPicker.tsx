import { useState } from 'react';
import { useQuery } from 'urql';
import { FindAreasDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { type Named, placeName } from '../i18n/names.ts';

/** A region or a community. */
export type Area = Named & { readonly id: string };

/** Finds regions and communities by name, for somebody to edit in. */
export function AreaPicker({
  areas,
  onChange,
}: {
  areas: readonly Area[];
  onChange: (areas: readonly Area[]) => void;
}) {
  const { t, language } = useI18n();
  const [text, setText] = useState('');
  const [{ data }] = useQuery({
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
  return (
    <fieldset className="areas">
      <legend>{t('account.areas')}</legend>
      <ul>
        {areas.map((area) => (
          <li key={area.id}>
            <div>{placeName(area, language)}</div>
            <button
              type="button"
              className="button"
              aria-label={t('account.dropArea', { name: placeName(area, language) })}
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
          value={text}
          data-testid="find-area"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className="buttons">
        {offered.map((area) => (
          <button
            key={area.id}
            type="button"
            className="button"
            data-testid="offered-area"
            onClick={() => {
              onChange([...areas, area]);
              setText('');
            }}
          >
            + {placeName(area, language)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
