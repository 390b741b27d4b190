import './edits.css';
import type { Point } from 'geojson';
import { type FormEvent, useEffect, useMemo, useState } from 'react';
import type { PreviewEditInput } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';
import { announce } from '../layout/announcer.ts';
import { circleAround } from '../map/circle.ts';
import { overlayFeature, useOverlay } from '../map/overlay.ts';
import { useStore } from '../shared/store.ts';
import { useStart } from '../start.ts';
import { Confirm } from './Confirm.tsx';
import { EffectList } from './EffectList.tsx';
import { PlaceTools } from './PlaceTools.tsx';
import { groundStore, makeEdit, type Placing, placingStore } from './store.ts';
import { type PreviewState, usePreview } from './usePreview.ts';
import { directionTo, formatMeters, metersBetween } from './words.ts';

/** A move farther than this asks once more, also without network; the hub says the same. */
const FAR_METERS = 500;

/** Puts a facility where it stands: one that moves, or a new one. */
export function PlacePanel({ placing }: { placing: Placing }) {
  const { t, language } = useI18n();
  const { before, kind, at } = placing;
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState<readonly string[] | null>(null);
  const meters = before ? metersBetween(before.at, at) : 0;
  const input = useMemo(() => previewInput(placing), [placing]);
  const previewed = usePreview(input);
  usePlacingOverlay(placing);
  useSpoken(placing, previewed);

  const community = useCommunityUnder(previewed);
  const reasons = useWarnings(placing, previewed, meters);
  const close = () => placingStore.set(null);
  const save = () => {
    setAsked(null);
    if (before) void makeEdit('moveFacility', before, { at }, { reason });
    else {
      const fields = {
        kind,
        name: name.trim(),
        at,
        ...(address.trim() && { address: address.trim() }),
      };
      void makeEdit('createFacility', null, fields, { reason });
    }
    close();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reasons.length > 0) setAsked(reasons);
    else save();
  };
  const blocked = previewed.state === 'refused' || (before ? meters === 0 : name.trim() === '');
  return (
    <form className="place" onSubmit={submit} data-testid="place-panel">
      <div className="place-scroll">
        <header>
          <h2 data-testid="place-title">
            {before ? t('edit.moving', { name: before.name }) : t('edit.creating')}
          </h2>
          <p data-testid="place-distance">
            {before &&
              (meters === 0
                ? t(`edit.${placing.handling === 'map' ? 'dragMap' : 'dragPin'}`)
                : t('edit.moved', {
                    distance: formatMeters(meters, language),
                    direction: t(`edit.direction.${directionTo(before.at, at)}`),
                  }))}
            {!before && t(`edit.${placing.handling === 'map' ? 'dragMap' : 'dragPin'}`)}
          </p>
          <p data-testid="place-community">
            {community === undefined
              ? ' '
              : community
                ? t('edit.liesIn', { name: placeName(community, language) })
                : t('edit.liesOutside')}
          </p>
        </header>
        {!before && (
          <NewFields
            {...{ kind, name, address, setName, setAddress }}
            setKind={(next) => placingStore.set({ ...placing, kind: next })}
          />
        )}
        <EffectList {...previewed} />
        <PlaceTools placing={placing} />
        <div className="form">
          <label>
            {t('edit.reason')}
            <input
              value={reason}
              maxLength={200}
              data-testid="place-reason"
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
        </div>
      </div>
      <div className="buttons place-buttons">
        <button type="button" className="button" data-testid="place-cancel" onClick={close}>
          {t('edit.cancel')}
        </button>
        <button
          type="submit"
          className="button button-main button-grow"
          disabled={blocked}
          data-testid="place-save"
        >
          {t('edit.save')}
        </button>
      </div>
      {asked && (
        <Confirm
          reasons={asked}
          go={t('edit.confirm.save')}
          onGo={save}
          onClose={() => setAsked(null)}
        />
      )}
    </form>
  );
}

function NewFields({
  kind,
  name,
  address,
  setKind,
  setName,
  setAddress,
}: {
  kind: string;
  name: string;
  address: string;
  setKind: (kind: string) => void;
  setName: (name: string) => void;
  setAddress: (address: string) => void;
}) {
  const { t, language } = useI18n();
  const kinds = useStart().data?.facilityKinds ?? [];
  return (
    <div className="form">
      <label>
        {t('edit.field.kind')}
        <select
          value={kind}
          data-testid="new-kind"
          onChange={(event) => setKind(event.target.value)}
        >
          {kinds.map((each) => (
            <option key={each.code} value={each.code}>
              {placeName(each, language)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('edit.field.name')}
        <input
          value={name}
          maxLength={200}
          required
          data-testid="new-name"
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label>
        {t('edit.field.address')}
        <input
          value={address}
          maxLength={200}
          onChange={(event) => setAddress(event.target.value)}
        />
      </label>
    </div>
  );
}

function previewInput({ before, kind, at }: Placing): PreviewEditInput {
  const location: Point = { type: 'Point', coordinates: at };
  return before ? { id: before.id, version: before.version, location } : { kind, location };
}

/** The community by the hub; by the map's own tiles until it has answered. */
function useCommunityUnder({ preview }: PreviewState) {
  const ground = useStore(groundStore, (value) => value);
  return preview ? (preview.community ?? null) : (ground ?? undefined);
}

/** Why saving asks once more: by the hub, and without it as far as the page itself can tell. */
function useWarnings(
  { before }: Placing,
  { preview }: PreviewState,
  meters: number,
): readonly string[] {
  const { t, language } = useI18n();
  const distance = formatMeters(meters, language);
  if (!preview) return meters > FAR_METERS ? [t('edit.warning.FAR', { distance })] : [];
  return preview.warnings.map((warning) =>
    t(`edit.warning.${warning}`, {
      distance,
      name: preview.twins[0]?.name ?? '',
      community: before
        ? preview.community
          ? placeName(preview.community, language)
          : t('edit.nowhere')
        : '',
      communities: preview.coverage
        .filter(({ today, proposed }) => proposed === 'FAIL' && today !== 'FAIL')
        .map((step) => placeName(step.community, language))
        .join('、'),
    }),
  );
}

/** The old place, the way from there, how far the new one reaches, and how sure the device is. */
function usePlacingOverlay({ before, kind, at, accuracyMeters }: Placing): void {
  const rules = useStart().data?.coverageRules;
  const overlay = useMemo(() => {
    const asking = rules?.filter((rule) => rule.facilityKinds.some(({ code }) => code === kind));
    return [
      ...(asking ?? []).map((rule) =>
        overlayFeature('radius', circleAround(at, rule.radiusMeters)),
      ),
      ...(accuracyMeters ? [overlayFeature('accuracy', circleAround(at, accuracyMeters))] : []),
      ...(before
        ? [
            overlayFeature('reach', { type: 'LineString', coordinates: [before.at, at] }),
            overlayFeature('origin', { type: 'Point', coordinates: before.at }),
          ]
        : []),
    ];
  }, [before, kind, at, accuracyMeters, rules]);
  useOverlay(overlay);
}

/** Tells screen readers how far the pin has come and what that does, each time it rests. */
function useSpoken({ before, at }: Placing, { preview, state }: PreviewState): void {
  const { t, language } = useI18n();
  useEffect(() => {
    if (state !== 'known' || !preview) return;
    const turned = preview.coverage.filter(({ today, proposed }) => today !== proposed);
    const effect = turned.length
      ? t('edit.effect.turnedCount', { count: turned.length })
      : t('edit.effect.none');
    const meters = before ? metersBetween(before.at, at) : 0;
    const way =
      before && meters > 0
        ? t('edit.moved', {
            distance: formatMeters(meters, language),
            direction: t(`edit.direction.${directionTo(before.at, at)}`),
          })
        : '';
    announce('announce.here', { text: [way, effect].filter(Boolean).join('；') });
  }, [before, at, preview, state, t, language]);
}
