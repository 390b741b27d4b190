import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { CommunityPanel } from '../communities/CommunityPanel.tsx';
import { HerePanel } from '../coverage/HerePanel.tsx';
import { Overview } from '../coverage/Overview.tsx';
import { FacilityPanel } from '../facilities/FacilityPanel.tsx';
import { useI18n } from '../i18n/i18n.ts';
import { PALETTE } from '../map/palette.ts';
import { pickingStore } from '../map/usePointer.ts';
import { useStart } from '../start.ts';
import { clearSelection, isCommunityId } from '../view/select.ts';
import { useView } from '../view/viewStore.ts';
import { announce } from './announcer.ts';
import { PanelSkeleton } from './PanelSkeleton.tsx';
import { Problem } from './Problem.tsx';
import { setSheet, sheetStore } from './sheet.ts';

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
  const { data, error, retry } = useStart();
  const selected = useView((view) => view.selected);
  const at = useView((view) => view.at);
  const place = at?.join();
  useFocusOfDetail(selected ?? place);

  if (!data) return error ? <Problem error={error} retry={retry} /> : <PanelSkeleton />;
  if (at) return <HerePanel key={place} at={at} />;
  if (selected && isCommunityId(selected)) return <CommunityPanel key={selected} id={selected} />;
  if (selected) return <FacilityPanel key={selected} id={selected} />;
  return <Overview />;
}

/** Draws the sheet up for a detail, closes it on Escape, and gives the focus back to where it was
 * when the detail closes. */
function useFocusOfDetail(detail: string | undefined) {
  const opener = useRef<Element | null>(null);
  const before = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (detail && !before.current) {
      opener.current = document.activeElement;
      if (sheetStore.get().snap === 'peek') setSheet('half');
    }
    if (!detail && before.current) {
      announce('announce.cleared');
      const { current } = opener;
      if (current instanceof HTMLElement && current.isConnected) current.focus();
      else document.getElementById('panel')?.focus();
    }
    before.current = detail;
    if (!detail) return;
    const close = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !pickingStore.get())
        clearSelection();
    };
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, [detail]);
}
