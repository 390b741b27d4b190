import './overview.css';
import { lazy, Suspense } from 'react';
import { EmptyCity, useIsEmptyCity } from '../city/EmptyCity.tsx';
import { SummaryFigures } from '../coverage/SummaryFigures.tsx';
import { ExportButton } from '../exports/ExportButton.tsx';
import { ImportButton } from '../imports/ImportButton.tsx';
import { KindLegend } from '../kinds/KindLegend.tsx';
import { DistrictSelect } from '../regions/DistrictSelect.tsx';
import { RuleSwitch } from '../rules/RuleSwitch.tsx';
import { PrintButton } from '../ui/PrintButton.tsx';
import { Attribution } from './Attribution.tsx';

const VerdictList = lazy(() => import('../coverage/VerdictList.tsx'));

/** The city at a glance: rule, figures, filters, and the communities that need attention. */
export function Overview() {
  if (useIsEmptyCity()) {
    return (
      <div className="overview" data-testid="overview">
        <EmptyCity />
      </div>
    );
  }
  return (
    <div className="overview" data-testid="overview">
      <RuleSwitch />
      <SummaryFigures />
      <div className="overview-tools">
        <DistrictSelect />
        <PrintButton />
        <ExportButton />
        <ImportButton />
      </div>
      <Suspense
        fallback={
          <div className="skeleton">
            <div style={{ height: 240 }} />
          </div>
        }
      >
        <VerdictList />
      </Suspense>
      <KindLegend />
      <Attribution />
    </div>
  );
}
