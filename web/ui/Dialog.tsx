import './dialog.css';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useI18n } from '../i18n/i18n.ts';

/** A modal dialog: takes the focus, keeps it, gives it back, and closes on Escape. */
export function Dialog({
  title,
  onClose,
  children,
  testId,
  wide = false,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  testId?: string;
  wide?: boolean;
}) {
  const { t } = useI18n();
  const element = useRef<HTMLDialogElement>(null);
  const isWanted = useRef(false);
  useEffect(() => {
    const { current } = element;
    const opener = document.activeElement;
    isWanted.current = true;
    current?.showModal();
    return () => {
      isWanted.current = false;
      current?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    // A browser that is told Escape twice closes the dialog, whatever it is told to the contrary.
    event.preventDefault();
    // The panel behind closes on Escape, too; only one of them should.
    event.stopPropagation();
    onClose();
  };
  return (
    <dialog
      ref={element}
      className="dialog"
      data-wide={wide || undefined}
      data-testid={testId}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // A browser closes one on its own account that has not let itself be closed before.
      onClose={() => {
        if (!isWanted.current || element.current?.open) return;
        element.current?.showModal();
        onClose();
      }}
      onKeyDown={press}
    >
      <div className="dialog-head">
        <h2>{title}</h2>
        <button type="button" aria-label={t('close')} onClick={onClose}>
          ×
        </button>
      </div>
      {children}
    </dialog>
  );
}
