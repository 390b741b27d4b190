import { useEffect } from 'react';
import { modes } from './modes.ts';

/** Hands keys to the active mode, wherever the focus is. What a control has used itself is left alone. */
export function useModeKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // A dialog has its keys for itself, also when what had the focus in it is gone.
      if (event.defaultPrevented || document.querySelector('dialog:modal')) return;
      const mode = modes.active.get();
      if (event.key !== 'Escape') return mode.key?.(event);
      if (!mode.escape) return;
      // Or the browser closes with the same key the dialog that asks whether to.
      event.preventDefault();
      mode.escape();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
