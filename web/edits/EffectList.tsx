import { useI18n } from '../i18n/i18n.ts';
import { placeName, shortName } from '../i18n/names.ts';
import type { Preview, PreviewState } from './usePreview.ts';
import { formatMeters } from './words.ts';

/** Outcomes named one by one; more of them are counted. */
const MOST_NAMED = 4;

/** What an edit would do to the coverage, in words. */
export function EffectList({ preview, state, reason }: PreviewState) {
  const { t } = useI18n();
  if (state === 'refused') {
    return (
      <p className="effect trouble" role="alert" data-testid="effect">
        {t(`edit.refused.${reason === 'AREA' ? 'area' : 'other'}`)}
      </p>
    );
  }
  return (
    <div className="effect" data-testid="effect" data-state={state}>
      {state === 'asking' && <p className="effect-quiet">{t('edit.effect.asking')}</p>}
      {state === 'unknown' && <p className="effect-quiet">{t('edit.effect.unknown')}</p>}
      {state === 'stale' && <p role="status">{t('edit.effect.stale')}</p>}
      {preview && <Effects preview={preview} />}
      {preview?.isProposal && <p className="effect-quiet">{t('edit.effect.proposal')}</p>}
    </div>
  );
}

function Effects({ preview: { coverage } }: { preview: Preview }) {
  const { t, language } = useI18n();
  const turned = coverage.filter(({ today, proposed }) => today !== proposed);
  if (turned.length === 0) {
    const [nearer] = coverage;
    const text = nearer
      ? t('edit.effect.figures', { count: coverage.length })
      : t('edit.effect.none');
    return <p className="effect-quiet">{text}</p>;
  }
  return (
    <ul>
      {turned.slice(0, MOST_NAMED).map(({ rule, community, today, proposed, distanceProposed }) => (
        <li key={`${rule.code} ${community.id}`} data-turned={proposed}>
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
      {turned.length > MOST_NAMED && (
        <li>{t('edit.effect.more', { count: turned.length - MOST_NAMED })}</li>
      )}
    </ul>
  );
}
