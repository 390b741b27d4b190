import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useI18n } from '../i18n/i18n.ts';
import { useStore } from '../shared/store.ts';
import { nearestSnap, type SheetSnap, setSheet, sheetHeight, sheetStore } from '../ui/sheet.ts';
import { useVisiblePart } from '../ui/visible.ts';

const ORDER: SheetSnap[] = ['peek', 'half', 'full'];

/** Keeps the sheet at its snap, whose height goes by the window. */
const fitSheet = () => setSheet(sheetStore.get().snap);

/** The panel's frame: a column beside the map on a desk, a bottom sheet with three heights on a
 * phone, where the handle is dragged, clicked, or moved with the arrow keys. */
export function PanelFrame({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const { snap, height } = useStore(sheetStore, (sheet) => sheet);
  const [dragged, setDragged] = useState<number | null>(null);
  const start = useRef<{ y: number; height: number; moved: boolean } | null>(null);

  useVisiblePart(fitSheet);

  const shown = dragged ?? height;
  useEffect(() => {
    document.documentElement.style.setProperty('--sheet-height', `${shown}px`);
  }, [shown]);

  const step = (by: number) => {
    const next = ORDER[ORDER.indexOf(snap) + by];
    if (next) setSheet(next);
  };
  const down = (event: PointerEvent<HTMLButtonElement>) => {
    start.current = { y: event.clientY, height, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<HTMLButtonElement>) => {
    if (!start.current) return;
    const by = start.current.y - event.clientY;
    if (Math.abs(by) > 4) start.current.moved = true;
    if (start.current.moved) {
      setDragged(Math.max(96, Math.min(sheetHeight('full'), start.current.height + by)));
    }
  };
  const up = () => {
    if (start.current?.moved && dragged !== null) setSheet(nearestSnap(dragged));
    setDragged(null);
  };
  const click = () => {
    const wasDrag = start.current?.moved;
    start.current = null;
    if (!wasDrag) setSheet(snap === 'full' ? 'peek' : (ORDER[ORDER.indexOf(snap) + 1] ?? 'peek'));
  };

  return (
    <aside
      id="panel"
      className="panel"
      tabIndex={-1}
      aria-label={t('panel.label')}
      data-dragging={dragged !== null || undefined}
    >
      <button
        type="button"
        className="sheet-handle"
        aria-label={`${t('panel.sheet')}: ${t(`panel.${snap}`)}`}
        data-testid="sheet-handle"
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onClick={click}
        onKeyDown={(event) => {
          if (event.key === 'ArrowUp') step(1);
          if (event.key === 'ArrowDown') step(-1);
        }}
      />
      <div id="panel-body" className="panel-body">
        {children}
      </div>
    </aside>
  );
}
