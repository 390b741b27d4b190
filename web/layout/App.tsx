import { lazy, Suspense, useEffect } from 'react';
import { PasswordLink } from '../account/PasswordLink.tsx';
import { SignIn } from '../account/SignIn.tsx';
import { useI18n } from '../i18n/i18n.ts';
import { shortName } from '../i18n/names.ts';
import { OfflineSign } from '../offline/OfflineSign.tsx';
import { useStart } from '../start.ts';
import { Announcer } from './Announcer.tsx';
import { Header } from './Header.tsx';
import { PanelFrame } from './PanelFrame.tsx';
import { PanelSkeleton } from './PanelSkeleton.tsx';

const ServiceMap = lazy(() => import('../map/ServiceMap.tsx'));
const Panel = lazy(() => import('./Panel.tsx'));
const Notices = lazy(async () => ({ default: (await import('../edits/Notices.tsx')).Notices }));
const PrintHead = lazy(() => import('./PrintHead.tsx'));

/** The page: header, information panel and map. Map and panel load at the same time, the map's
 * bytes first. */
export function App() {
  const { t, language } = useI18n();
  const hub = useStart().data?.hub;
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
      <Announcer />
    </>
  );
}
