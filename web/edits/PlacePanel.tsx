import './edits.css';
import type { Point } from 'geojson';
import { type FormEvent, useEffect, useMemo, useState } from 'react';
import { directionTo, metersBetween } from '../coordinates/distance.ts';
import { NOTHING_TYPED, readTyped } from '../coordinates/typedPlace.ts';
import type { PreviewEditInput } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { communityName, placeName } from '../i18n/names.ts';
import { formatMeters } from '../i18n/numbers.ts';
import { useStore } from '../shared/store.ts';
import { announce } from '../ui/announcer.ts';
import { useDraft } from '../view/drafts.ts';
import type { Position } from '../view/view.ts';
import { Confirm } from './Confirm.tsx';
import { EffectList } from './EffectList.tsx';
import { makeEdit } from './makeEdit.ts';
import { NewFields } from './NewFields.tsx';
import { PlaceTools } from './PlaceTools.tsx';
import {
  communityUnderPinStore,
  goTo,
  type Placing,
  placingStore,
  stopPlacing,
} from './placing.ts';
import { type PreviewState, useEditPreview } from './useEditPreview.ts';
import { usePlacingOverlay } from './usePlacingOverlay.ts';

/** A move farther than this has to be confirmed, also without network; the hub's preview says the same. */
const FAR_METERS = 500;

/** Puts a facility where it stands: one that moves, or a new one. */
export function PlacePanel({ placing }: { placing: Placing }) {
  const { t, language } = useI18n();
  const { before, kind, at } = placing;
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [reason, setReason] = useState('');
  /** Why saving has to be confirmed; null while it has not. */
  const [doubts, setDoubts] = useState<readonly string[] | null>(null);
  const [typed, setTyped] = useState(NOTHING_TYPED);
  /** How often Save has missed something in the typed coordinates. */
  const [wanted, setWanted] = useState(0);
  /** Save goes on when it is known what the place that was typed does. */
  const [isSaving, setSaving] = useState(false);
  const meters = before ? metersBetween(before.at, at) : 0;
  const input = useMemo(() => previewInput(placing), [placing]);
  const previewed = useEditPreview(input);
  usePlacingOverlay(placing);
  useAnnouncement(placing, previewed);

  const community = useCommunityUnder(previewed);
  const reasons = useWarnings(placing, previewed, meters);
  const [begun] = useState(placing);
  const texts = [name, address, reason, typed.isPut ? '' : typed.text];
  const isChanged =
    kind !== begun.kind ||
    String(at) !== String(begun.at) ||
    texts.some((text) => text.trim() !== '');
  const leave = useDraft(isChanged, stopPlacing);
  const save = () => {
    setDoubts(null);
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
    stopPlacing();
  };
  const reading = readTyped(typed);
  const confirmOrSave = () => {
    if (reasons.length > 0) setDoubts(reasons);
    else save();
  };
  const put = (to: Position) => {
    setTyped({ ...typed, isPut: true });
    setWanted(0);
    goTo(to);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reading.state === 'unclear') return setWanted(wanted + 1);
    if (reading.state === 'none') return confirmOrSave();
    put(reading.at);
    setSaving(true);
  };
  const isBlocked = previewed.state === 'refused' || (before !== null && meters === 0);
  useEffect(() => {
    if (!isSaving || previewed.state === 'loading') return;
    setSaving(false);
    if (!isBlocked) confirmOrSave();
  });
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
                ? t(
                    typed.isPut
                      ? 'edit.unmoved'
                      : `edit.${placing.handling === 'map' ? 'dragMap' : 'dragPin'}`,
                  )
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
                ? t('edit.liesIn', { name: communityName(community, language) })
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
        <PlaceTools placing={placing} {...{ typed, wanted }} onType={setTyped} onPlace={put} />
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
        <button type="button" className="button" data-testid="place-cancel" onClick={leave}>
          {t('edit.cancel')}
        </button>
        <button
          type="submit"
          className="button button-main button-grow"
          disabled={isSaving || (isBlocked && reading.state === 'none')}
          data-testid="place-save"
        >
          {t('edit.save')}
        </button>
      </div>
      {doubts && (
        <Confirm
          reasons={doubts}
          go={t('edit.confirm.save')}
          onGo={save}
          onClose={() => setDoubts(null)}
        />
      )}
    </form>
  );
}

function previewInput({ before, kind, at }: Placing): PreviewEditInput {
  const location: Point = { type: 'Point', coordinates: at };
  return before ? { id: before.id, version: before.version, location } : { kind, location };
}

/** The community by the hub; by the map's own tiles until it has answered. */
function useCommunityUnder({ preview }: PreviewState) {
  const drawn = useStore(communityUnderPinStore, (value) => value);
  return preview ? (preview.community ?? null) : (drawn ?? undefined);
}

/** Why saving has to be confirmed: by the hub's preview, and without it as far as the page itself can know. */
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
          ? communityName(preview.community, language)
          : t('edit.nowhere')
        : '',
      communities: preview.coverage
        .filter(({ today, proposed }) => proposed === 'FAIL' && today !== 'FAIL')
        .map((step) => placeName(step.community, language))
        .join('、'),
    }),
  );
}

/** Announces how far the pin has come and what that does, each time it rests. */
function useAnnouncement({ before, at }: Placing, { preview, state }: PreviewState): void {
  const { t, language } = useI18n();
  useEffect(() => {
    if (state !== 'known' || !preview) return;
    const changed = preview.coverage.filter(({ today, proposed }) => today !== proposed);
    const effect = changed.length
      ? t('edit.effect.changedCount', { count: changed.length })
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
