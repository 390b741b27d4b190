import type { ThemeConfig } from 'antd';
import { PALETTE } from '../stage/palette.ts';
import { isPhone } from '../ui/sheet.ts';

/** Ant Design in the colours and sizes of the page. */
export function panelTheme(): ThemeConfig {
  return {
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
  };
}
