import { useRef, useState } from 'react';
import { useI18n } from '../i18n/i18n.ts';

/** How long the button says what became of the copy. */
const TOLD_MS = 3_000;

interface CopyButtonProps {
  /** Gives what is copied. */
  readonly text: () => string;
  /** What the button says before. */
  readonly label: string;
  readonly className?: string;
  readonly testId?: string;
}

/** Copies a text, and says whether that worked. */
export function CopyButton({ text, label, className, testId }: CopyButtonProps) {
  const { t } = useI18n();
  const button = useRef<HTMLButtonElement>(null);
  const [outcome, setOutcome] = useState<'done' | 'failed' | null>(null);
  const copy = async () => {
    const isDone = (await copyByClipboard(text())) || copyBySelection(text(), button.current);
    setOutcome(isDone ? 'done' : 'failed');
    setTimeout(() => setOutcome(null), TOLD_MS);
  };
  return (
    <button
      ref={button}
      type="button"
      className={className}
      data-testid={testId}
      data-outcome={outcome ?? undefined}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{outcome ? t(`copy.${outcome}`) : label}</span>
    </button>
  );
}

/** @returns false where there is no clipboard, as over plain http, or where it may not be written to */
async function copyByClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Copies as somebody would who selects the text: over plain http there is no other way.
 * @param near where the text stands for a moment: beside a modal dialog nothing can be selected
 */
function copyBySelection(text: string, near: HTMLElement | null): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.style.cssText = 'position: fixed; opacity: 0; pointer-events: none';
  (near?.parentElement ?? document.body).append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    near?.focus();
  }
}
