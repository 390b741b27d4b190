import { type ReactNode, useEffect, useRef } from 'react';
import { useI18n } from '../i18n/i18n.ts';
import { clearSelection } from '../view/selection.ts';
import { PrintButton } from './PrintButton.tsx';

/** The head of a detail: the way back, the name, and what it is. Takes the focus when it opens, so
 * that a screen reader reads on from here. */
export function DetailHead({ title, children }: { title: string; children?: ReactNode }) {
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const active = document.activeElement;
    const onMap = active?.closest('#map');
    if (!onMap) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="detail-head">
      <div className="detail-bar">
        <button type="button" className="back" data-testid="back" onClick={clearSelection}>
          <span aria-hidden="true">‹</span> {t('community.back')}
        </button>
        <PrintButton />
      </div>
      <h2 ref={heading} tabIndex={-1} data-testid="detail-title">
        {title}
      </h2>
      {children}
    </div>
  );
}
