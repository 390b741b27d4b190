import { lazy, Suspense, useEffect } from 'react';
import { PasswordLink } from '../account/PasswordLink.tsx';
import { SignIn } from '../account/SignIn.tsx';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';
import { useModeKeys } from '../stage/useModeKeys.ts';
import { Announcer } from '../ui/Announcer.tsx';
import { LeaveQuestion } from '../ui/LeaveQuestion.tsx';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { Header } from './Header.tsx';
import { OfflineSign } from './OfflineSign.tsx';
import { PanelFrame } from './PanelFrame.tsx';

const ServiceMap = lazy(() => import('../map/ServiceMap.tsx'));
const Panel = lazy(() => import('./Panel.tsx'));
const Notices = lazy(async () => ({ default: (await import('../edits/Notices.tsx')).Notices }));
const PrintHead = lazy(() => import('./PrintHead.tsx'));

/** The page: header, information panel and map. Map and panel load at the same time, the map's
 * bytes first. */
export function App() {
  const { t, language } = useI18n();
  const hub = useStart().data?.hub;
  useModeKeys();
  const city = hub && shortName({ name: hub.cityName, nameEn: hub.cityNameEn }, language);

  useEffect(() => {
    document.title = city ? `${t('title', { city })} · ${t('product')}` : t('product');
  }, [city, t]);

  return (
    <>
      <a className="skip-link" href="#panel">
        {t('skip')}
      </a>
      <a className="skip-link" href="#map">
        {t('skipMap')}
      </a>
      <Header city={city} />
      <OfflineSign />
      {hub && (
        <Suspense fallback={null}>
          <PrintHead />
        </Suspense>
      )}
      <main className="workspace">
        <PanelFrame>
          <Suspense fallback={<PanelSkeleton />}>
            <Panel />
          </Suspense>
        </PanelFrame>
        <section id="map" className="map-frame" aria-label={t('print.map')} tabIndex={-1}>
          <Suspense fallback={null}>
            <ServiceMap />
          </Suspense>
          <Suspense fallback={null}>
            <Notices />
          </Suspense>
        </section>
      </main>
      <SignIn />
      <PasswordLink />
      <LeaveQuestion />
      <Announcer />
    </>
  );
}
