import './dialog.css';
import { type ReactNode, useEffect, useRef } from 'react';
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
  useEffect(() => {
    const { current } = element;
    const opener = document.activeElement;
    current?.showModal();
    return () => {
      current?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
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
      // The panel behind closes on Escape, too; only one of them should.
      onKeyDown={(event) => event.key === 'Escape' && event.nativeEvent.stopPropagation()}
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
