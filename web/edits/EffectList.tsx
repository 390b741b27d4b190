import { useI18n } from '../i18n/i18n.ts';
import { placeName, shortName } from '../i18n/names.ts';
import { formatMeters } from '../i18n/numbers.ts';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import type { Preview, PreviewState } from './useEditPreview.ts';

/** Outcomes named one by one; more of them are counted. */
const MOST_NAMED = 4;

/** What an edit would do to the coverage, in words. */
export function EffectList({ preview, state, trouble }: PreviewState) {
  const { t } = useI18n();
  if (state === 'refused' && trouble) {
    return <TroubleNote trouble={trouble} testId="effect" />;
  }
  const isBusy = trouble !== undefined && trouble.kind !== 'away';
  return (
    <div className="effect" data-testid="effect" data-state={state}>
      {state === 'loading' && <p className="effect-quiet">{t('edit.effect.loading')}</p>}
      {state === 'unknown' && (
        <p className="effect-quiet">{t(isBusy ? 'edit.effect.busy' : 'edit.effect.unknown')}</p>
      )}
      {state === 'stale' && <p role="status">{t('edit.effect.stale')}</p>}
      {preview && <Effects preview={preview} />}
      {preview?.isProposal && <p className="effect-quiet">{t('edit.effect.proposal')}</p>}
    </div>
  );
}

function Effects({ preview: { coverage } }: { preview: Preview }) {
  const { t, language } = useI18n();
  const changed = coverage.filter(({ today, proposed }) => today !== proposed);
  if (changed.length === 0) {
    const [nearer] = coverage;
    const text = nearer
      ? t('edit.effect.figures', { count: coverage.length })
      : t('edit.effect.none');
    return <p className="effect-quiet">{text}</p>;
  }
  return (
    <ul>
      {changed
        .slice(0, MOST_NAMED)
        .map(({ rule, community, today, proposed, distanceProposed }) => (
          <li key={`${rule.code} ${community.id}`} data-verdict={proposed}>
            <span aria-hidden="true">{t(`statusMark.${proposed}`)}</span>{' '}
            {t('edit.effect.turns', {
              community: placeName(community, language),
              rule: shortName(rule, language),
              today: t(`status.${today ?? 'UNKNOWN'}`),
              proposed: t(`status.${proposed}`),
            })}
            {distanceProposed != null && ` · ${formatMeters(distanceProposed, language)}`}
          </li>
        ))}
      {changed.length > MOST_NAMED && (
        <li>{t('edit.effect.more', { count: changed.length - MOST_NAMED })}</li>
      )}
    </ul>
  );
}
