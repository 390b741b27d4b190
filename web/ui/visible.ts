import { useEffect } from 'react';

/** The sizes that a window tells of itself, in CSS pixels. */
export interface WindowSizes {
  readonly innerHeight: number;
  readonly visualViewport?: {
    readonly height: number;
    readonly offsetTop: number;
    /** Above 1 where the page is enlarged by two fingers. */
    readonly scale: number;
  } | null;
}

/** What of a page can be seen, from its top, in CSS pixels. */
export interface VisiblePart {
  readonly top: number;
  readonly height: number;
  /** Whether something, which is a keyboard on the screen, covers the rest. */
  readonly isCovered: boolean;
}

/** No keyboard is as low as this; a bar of the browser may be. */
const LEAST_KEYBOARD = 120;

/** Below this a window is low: what is not needed leaves the room to what is. */
export const LOW_WINDOW = 480;

/**
 * What of a page can be seen. A keyboard on the screen covers the page without making it smaller; enlarging it with
 * two fingers, which looks the same by height alone, is the person's own choice.
 */
export function visiblePart({ innerHeight, visualViewport }: WindowSizes): VisiblePart {
  const { height, offsetTop, scale } = visualViewport ?? {
    height: innerHeight,
    offsetTop: 0,
    scale: 1,
  };
  const isCovered = scale < 1.01 && innerHeight - height > LEAST_KEYBOARD;
  return isCovered
    ? { top: Math.round(offsetTop), height: Math.round(height), isCovered }
    : { top: 0, height: innerHeight, isCovered };
}

/** Height of what can be seen of the page now, in CSS pixels. */
export function visibleHeight(): number {
  return visiblePart(window).height;
}

/** Fits the page into what a keyboard leaves of it, and calls `onChange` when that becomes more or less. */
export function useVisiblePart(onChange: () => void): void {
  useEffect(() => {
    const { dataset, style } = document.documentElement;
    const adapt = (): void => {
      const { top, height, isCovered } = visiblePart(window);
      dataset['low'] = String(height < LOW_WINDOW);
      if (isCovered) {
        style.setProperty('--visible-top', `${top}px`);
        style.setProperty('--visible-height', `${height}px`);
      } else {
        style.removeProperty('--visible-top');
        style.removeProperty('--visible-height');
      }
      onChange();
      // What is being filled in must not end up behind the keyboard.
      const field = document.activeElement;
      if (isCovered && field?.closest('.panel')) field.scrollIntoView({ block: 'nearest' });
    };
    adapt();
    addEventListener('resize', adapt);
    visualViewport?.addEventListener('resize', adapt);
    visualViewport?.addEventListener('scroll', adapt);
    return () => {
      removeEventListener('resize', adapt);
      visualViewport?.removeEventListener('resize', adapt);
      visualViewport?.removeEventListener('scroll', adapt);
    };
  }, [onChange]);
}
