import { useLayoutEffect, useRef } from 'react';
import { announce } from '../ui/announcer.ts';
import { setSheet, sheetStore } from '../ui/sheet.ts';

/** Draws the sheet up for a detail, and gives focus and scroll position back to where they were when the
 * detail closes. */
export function useDetailFocus(detail: string | undefined): void {
  const opener = useRef<Element | null>(null);
  const before = useRef<string>(undefined);
  const scrolled = useRef(0);
  useLayoutEffect(() => {
    const body = document.getElementById('panel-body');
    if (detail && !before.current) {
      opener.current = document.activeElement;
      if (sheetStore.get().snap === 'peek') setSheet('half');
    }
    if (!detail && before.current) {
      announce('announce.cleared');
      body?.scrollTo(0, scrolled.current);
      const { current } = opener;
      const back = current?.isConnected && current !== document.body ? current : null;
      const target = back ?? document.getElementById('panel');
      if (target instanceof HTMLElement) target.focus();
    } else body?.scrollTo(0, 0);
    before.current = detail;
    if (detail) return;
    const remember = () => {
      scrolled.current = body?.scrollTop ?? 0;
    };
    body?.addEventListener('scroll', remember, { passive: true });
    return () => body?.removeEventListener('scroll', remember);
  }, [detail]);
}
