import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { AccountPanel } from '../account/AccountPanel.tsx';
import { PeoplePanel } from '../account/PeoplePanel.tsx';
import { CommunityPanel } from '../communities/CommunityPanel.tsx';
import { HerePanel } from '../coverage/HerePanel.tsx';
import { Overview } from '../coverage/Overview.tsx';
import { PlacePanel } from '../edits/PlacePanel.tsx';
import { ReviewPanel } from '../edits/ReviewPanel.tsx';
import { placingStore } from '../edits/store.ts';
import { FacilityPanel } from '../facilities/FacilityPanel.tsx';
import { useI18n } from '../i18n/i18n.ts';
import { ImportPanel } from '../imports/ImportPanel.tsx';
import { PALETTE } from '../map/palette.ts';
import { pickingStore } from '../map/usePointer.ts';
import { ScenarioPanel } from '../scenarios/ScenarioPanel.tsx';
import { isTrying } from '../scenarios/store.ts';
import { useStore } from '../shared/store.ts';
import { requestStart, useStart } from '../start.ts';
import { clearSelection, isCommunityId } from '../view/select.ts';
import type { PanelPage } from '../view/view.ts';
import { useView } from '../view/viewStore.ts';
import { announce } from './announcer.ts';
import { PanelSkeleton } from './PanelSkeleton.tsx';
import { Problem } from './Problem.tsx';
import { isPhone, setSheet, sheetStore } from './sheet.ts';

/** What the panel shows: the overview, a community, a facility, or a checked place. */
export default function Panel() {
  const { language } = useI18n();
  const theme = useMemo(
    () => ({
      token: {
        colorPrimary: PALETTE.brand,
        colorText: PALETTE.ink,
        colorTextPlaceholder: '#5d6b75',
        fontFamily: 'inherit',
        fontSize: 14,
        borderRadius: 6,
        motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      },
      components: {
        Table: {
          headerBg: '#fff',
          headerColor: '#4b5b66',
          headerSortActiveBg: '#fff',
          headerSortHoverBg: '#f4f6f7',
          headerSplitColor: 'transparent',
          bodySortBg: 'transparent',
          cellPaddingBlockSM: 7,
          cellPaddingInlineSM: 6,
        },
        Segmented: { trackBg: '#e9eef0', itemColor: PALETTE.ink, itemSelectedColor: PALETTE.brand },
        Select: { optionHeight: isPhone() ? 44 : 34, optionSelectedBg: '#e6f0f3' },
        Tabs: { itemColor: '#4b5b66' },
      },
    }),
    [],
  );
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
  const place = at?.join();
  const detail = selected ?? place ?? page ?? (trying ? 'trial' : undefined);
  const [overviewOpened, setOverviewOpened] = useState(!detail);
  if (!detail && !overviewOpened) setOverviewOpened(true);
  useFocusOfDetail(detail);

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
      {!placing &&
        (at ? (
          <HerePanel key={place} at={at} />
        ) : selected && isCommunityId(selected) ? (
          <CommunityPanel key={selected} id={selected} />
        ) : selected ? (
          <FacilityPanel key={selected} id={selected} />
        ) : (
          page && <Page page={page} />
        ))}
      {trying && (
        <div
          hidden={
            placing !== null || selected !== undefined || at !== undefined || page !== undefined
          }
        >
          <ScenarioPanel />
        </div>
      )}
    </>
  );
}

function Page({ page }: { page: PanelPage }) {
  switch (page) {
    case 'account':
      return <AccountPanel />;
    case 'review':
      return <ReviewPanel />;
    case 'people':
      return <PeoplePanel />;
    case 'import':
      return <ImportPanel />;
  }
}

/** Draws the sheet up for a detail, closes it on Escape, and gives focus and scroll position back to
 * where they were when the detail closes. */
function useFocusOfDetail(detail: string | undefined) {
  const opener = useRef<Element | null>(null);
  const before = useRef<string>(undefined);
  const scrolled = useRef(0);
  useLayoutEffect(() => {
    const body = document.getElementById('panel-body');
    if (detail && !before.current) {
      opener.current = document.activeElement;
      if (sheetStore.get().snap === 'peek') setSheet('half');
    }
    if (!detail && before.current) {
      announce('announce.cleared');
      body?.scrollTo(0, scrolled.current);
      const { current } = opener;
      const back = current?.isConnected && current !== document.body ? current : null;
      const target = back ?? document.getElementById('panel');
      if (target instanceof HTMLElement) target.focus();
    } else body?.scrollTo(0, 0);
    before.current = detail;
    if (!detail) {
      const remember = () => {
        scrolled.current = body?.scrollTop ?? 0;
      };
      body?.addEventListener('scroll', remember, { passive: true });
      return () => body?.removeEventListener('scroll', remember);
    }
    const close = (event: KeyboardEvent) => {
      if (
        event.key === 'Escape' &&
        !event.defaultPrevented &&
        !pickingStore.get() &&
        !placingStore.get()
      ) {
        clearSelection();
      }
    };
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, [detail]);
}
