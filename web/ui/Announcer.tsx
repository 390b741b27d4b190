import { useI18n } from '../i18n/i18n.ts';
import { useStore } from '../shared/store.ts';
import { announcementStore } from './announcer.ts';

/** Speaks announcements to screen readers without moving the focus. */
export function Announcer() {
  const { t } = useI18n();
  const { key, values } = useStore(announcementStore, (announcement) => announcement);
  return (
    <div className="visually-hidden" aria-live="polite" data-testid="announcer">
      {key && String(t(key as 'loading', values))}
    </div>
  );
}
