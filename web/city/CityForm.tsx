import { type FormEvent, useState } from 'react';
import { type CityQuery, UpdateHubDocument } from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { requestStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';
import { TextField } from '../ui/Field.tsx';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';

type Hub = CityQuery['hub'];
type Source = { name: string; nameEn: string; licence: string; url: string };

const NO_SOURCE: Source = { name: '', nameEn: '', licence: '', url: '' };
const PARTS = ['name', 'nameEn', 'licence', 'url'] as const;

/** The name of the city and the sources of its data; administrators change them. */
export function CityForm({ hub, mayChange }: { hub: Hub; mayChange: boolean }) {
  const { t, language } = useI18n();
  const city = shortName({ name: hub.cityName, nameEn: hub.cityNameEn }, language);
  if (!mayChange) {
    return (
      <p data-testid="city-name">
        {t('city.name')} <b>{city || t('city.none')}</b>
        {!city && <span className="hint"> {t('city.nameHint')}</span>}
      </p>
    );
  }
  return (
    <details className="city-settings" open={!city || undefined} data-testid="city-settings">
      <summary>
        {t('city.name')} <b>{city || t('city.none')}</b>
      </summary>
      <Settings hub={hub} />
    </details>
  );
}

function Settings({ hub }: { hub: Hub }) {
  const { t } = useI18n();
  const { busy, trouble, attempt } = useAttempt();
  const [cityName, setName] = useState(hub.cityName);
  const [cityNameEn, setNameEn] = useState(hub.cityNameEn);
  const [sources, setSources] = useState<readonly Source[]>(
    hub.attribution.map((source) => ({ ...source, url: source.url ?? '' })),
  );
  const [isSaved, setSaved] = useState(false);
  const change = (at: number, part: Partial<Source>): void =>
    setSources(sources.map((source, i) => (i === at ? { ...source, ...part } : source)));
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSaved(false);
    const attribution = sources.map(({ url, ...source }) => ({ ...source, url: url || null }));
    const { error } = await attempt(() =>
      client
        .mutation(UpdateHubDocument, { input: { cityName, cityNameEn, attribution } })
        .toPromise(),
    );
    if (error) return;
    setSaved(true);
    await requestStart('network-only');
  };
  return (
    <form className="form" onSubmit={(event) => void save(event)}>
      <TextField
        label={t('city.nameZh')}
        required
        maxLength={200}
        value={cityName}
        testId="city-name-zh"
        onChange={setName}
      />
      <TextField
        label={t('city.nameEn')}
        required
        maxLength={200}
        value={cityNameEn}
        testId="city-name-en"
        onChange={setNameEn}
      />
      {sources.map((source, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a source has no other identity than its place
        <fieldset key={i} className="city-source">
          <legend>{t('city.source', { figure: i + 1 })}</legend>
          {PARTS.map((part) => (
            <TextField
              key={part}
              label={t(`city.sourceParts.${part}`)}
              required={part !== 'url'}
              type={part === 'url' ? 'url' : 'text'}
              maxLength={part === 'url' ? 500 : 200}
              value={source[part]}
              onChange={(value) => change(i, { [part]: value })}
            />
          ))}
          <button
            type="button"
            className="button"
            onClick={() => setSources(sources.filter((_, at) => at !== i))}
          >
            {t('city.removeSource')}
          </button>
        </fieldset>
      ))}
      <button type="button" className="button" onClick={() => setSources([...sources, NO_SOURCE])}>
        {t('city.addSource')}
      </button>
      <TroubleNote trouble={trouble} />
      {isSaved && (
        <p role="status" className="hint">
          {t('city.saved')}
        </p>
      )}
      <button type="submit" className="button button-main" disabled={busy} data-testid="city-save">
        {t('city.save')}
      </button>
    </form>
  );
}
