import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useMemo, useState } from 'react';
import { CommunityPanel, type CommunityParts } from '../communities/CommunityPanel.tsx';
import { EnterFacility } from '../edits/EnterFacility.tsx';
import { FacilityActions } from '../edits/FacilityActions.tsx';
import { History } from '../edits/HistoryList.tsx';
import { PlacePanel } from '../edits/PlacePanel.tsx';
import { placingStore } from '../edits/placing.ts';
import { ReviewSwitch } from '../edits/ReviewSwitch.tsx';
import { FacilityPanel, type FacilityParts } from '../facilities/FacilityPanel.tsx';
import type { EditedFacilityFragment } from '../generated/graphql.ts';
import { HerePanel } from '../here/HerePanel.tsx';
import { requestStart, useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { ScenarioPanel } from '../scenarios/ScenarioPanel.tsx';
import { isTrying } from '../scenarios/store.ts';
import { TryFacility, TryHere } from '../scenarios/TryButtons.tsx';
import { useStore } from '../shared/store.ts';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { Problem } from '../ui/Problem.tsx';
import { isCommunityId } from '../view/selection.ts';
import type { Position } from '../view/view.ts';
import { useView } from '../view/viewStore.ts';
import { Overview } from './Overview.tsx';
import { Page } from './Page.tsx';
import { panelTheme } from './panelTheme.ts';
import { useDetailFocus } from './useDetailFocus.ts';

/** What edits and trials add to the panel of a community. */
const COMMUNITY_PARTS: CommunityParts = {
  head: (community) => <TryHere community={community} />,
  foot: (community, onChanged) => <ReviewSwitch community={community} onChanged={onChanged} />,
};

/** What edits and trials add to the panel of a facility. */
const FACILITY_PARTS: FacilityParts = {
  head: (facility) => <FacilityActions facility={facility as EditedFacilityFragment} />,
  middle: (facility) => <TryFacility facility={facility} />,
  foot: (facility) => <History facility={facility as EditedFacilityFragment} />,
};

/** What the panel shows: the overview, a community, a facility, or a checked place. */
export default function Panel() {
  const { language } = useI18n();
  const theme = useMemo(panelTheme, []);
  return (
    <ConfigProvider locale={language === 'zh' ? zhCN : enUS} theme={theme}>
      <PanelContent />
    </ConfigProvider>
  );
}

function PanelContent() {
  const { data, error } = useStart();
  const selected = useView((view) => view.selected);
  const at = useView((view) => view.at);
  const trying = useView(isTrying);
  const page = useView((view) => view.page);
  const placing = useStore(placingStore, (value) => value);
  const detail = selected ?? at?.join() ?? page ?? (trying ? 'trial' : undefined);
  const [overviewOpened, setOverviewOpened] = useState(!detail);
  if (!detail && !overviewOpened) setOverviewOpened(true);
  useDetailFocus(detail);

  if (!data)
    return error ? <Problem error={error} retry={() => void requestStart()} /> : <PanelSkeleton />;
  return (
    <>
      {/* The overview stays behind a detail, so that its page, order and place are kept. */}
      {overviewOpened && (
        <div hidden={detail !== undefined || placing !== null}>
          <Overview />
        </div>
      )}
      {placing && <PlacePanel placing={placing} />}
      {/* What was open stays as it was behind the pin that is being put. */}
      {!placing && (at ? <Here at={at} /> : selected ? <Selected id={selected} /> : null)}
      {!placing && !at && !selected && page && <Page page={page} />}
      {trying && (
        <div hidden={placing !== null || detail !== 'trial'}>
          <ScenarioPanel />
        </div>
      )}
    </>
  );
}

function Here({ at }: { at: Position }) {
  return (
    <HerePanel
      key={at.join()}
      at={at}
      head={(community) => <EnterFacility at={at} community={community} />}
    />
  );
}

function Selected({ id }: { id: string }) {
  return isCommunityId(id) ? (
    <CommunityPanel key={id} id={id} parts={COMMUNITY_PARTS} />
  ) : (
    <FacilityPanel key={id} id={id} parts={FACILITY_PARTS} />
  );
}
