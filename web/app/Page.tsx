import { lazy, Suspense } from 'react';
import { AccountPanel } from '../account/AccountPanel.tsx';
import { PeoplePanel } from '../account/PeoplePanel.tsx';
import { ReviewPanel } from '../edits/ReviewPanel.tsx';
import { RetiredPanel } from '../facilities/RetiredPanel.tsx';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import type { PanelPage } from '../view/view.ts';

const CityPanel = lazy(() => import('../city/CityPanel.tsx'));
const ImportPanel = lazy(() => import('../imports/ImportPanel.tsx'));

/** A page of the panel that is about people or files rather than places. */
export function Page({ page }: { page: PanelPage }) {
  switch (page) {
    case 'account':
      return <AccountPanel />;
    case 'review':
      return <ReviewPanel />;
    case 'retired':
      return <RetiredPanel />;
    case 'people':
      return <PeoplePanel />;
    case 'city':
      return (
        <Suspense fallback={<PanelSkeleton />}>
          <CityPanel />
        </Suspense>
      );
    case 'import':
      return (
        <Suspense fallback={<PanelSkeleton />}>
          <ImportPanel />
        </Suspense>
      );
  }
}
