import './coverage.css';
import { lazy, Suspense } from 'react';
import { ExportButton } from '../exports/ExportButton.tsx';
import { KindLegend } from '../facilities/KindLegend.tsx';
import { Attribution } from '../layout/Attribution.tsx';
import { PrintButton } from '../layout/PrintButton.tsx';
import { DistrictSelect } from '../regions/DistrictSelect.tsx';
import { RuleSwitch } from './RuleSwitch.tsx';
import { SummaryFigures } from './SummaryFigures.tsx';

const VerdictList = lazy(() => import('./VerdictList.tsx'));

/** The city at a glance: rule, figures, filters, and the communities that need attention. */
export function Overview() {
  return (
    <div className="overview" data-testid="overview">
      <RuleSwitch />
      <SummaryFigures />
      <div className="overview-tools">
        <DistrictSelect />
        <PrintButton />
        <ExportButton />
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
