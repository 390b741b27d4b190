import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';
import { useStart } from '../start.ts';
import type { Hovered } from './usePointer.ts';

/** Name and verdict (or kind) of what the pointer is over. For the eye only: the panel and the
 * lists say the same to a screen reader. */
export function MapTooltip({ hovered }: { hovered: Hovered }) {
  const { t, language } = useI18n();
  const { data: start } = useStart();
  const kind = start?.facilityKinds.find(({ code }) => code === hovered.kind);
  const { status } = hovered;
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
        status && (
          <span data-status={status}>
            {t(`statusMark.${status}`)} {t(`status.${status}`)}
          </span>
        )
      )}
    </div>
  );
}
