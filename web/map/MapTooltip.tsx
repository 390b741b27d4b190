import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';
import type { Hovered } from '../stage/usePointer.ts';

/** Name and verdict (or kind) of what the pointer is over. For the eye only: the panel and the
 * lists say the same to a screen reader. */
export function MapTooltip({ hovered }: { hovered: Hovered }) {
  const { t, language } = useI18n();
  const { data: start } = useStart();
  const kind = start?.facilityKinds.find(({ code }) => code === hovered.kind);
  const { status, proposed } = hovered;
  const verdicts = [status, proposed].filter((verdict) => verdict !== undefined);
  return (
    <div
      className="map-tooltip"
      aria-hidden="true"
      style={{ transform: `translate(${hovered.x + 14}px, ${hovered.y + 14}px)` }}
    >
      <strong>{placeName(hovered, language)}</strong>
      {hovered.kind ? (
        <span>{kind && placeName(kind, language)}</span>
      ) : (
        verdicts.length > 0 && (
          // The colour is that of the map: of the verdict with the sites on trial.
          <span data-status={verdicts.at(-1)}>
            {verdicts
              .map((verdict) => `${t(`statusMark.${verdict}`)} ${t(`status.${verdict}`)}`)
              .join(' → ')}
          </span>
        )
      )}
    </div>
  );
}
