import ranges from '@fontsource/noto-sans-sc/unicode.json';

/** One file of a font and the characters it holds. */
export interface FontFile {
  url: string;
  unicodeRange: string;
}

/** The files of Noto Sans SC by weight; a browser loads only those whose characters it shows. */
export const FONT_FILES: Record<400 | 600, FontFile[]> = {
  400: files(
    import.meta.glob<string>(
      '../../node_modules/@fontsource/noto-sans-sc/files/*-400-normal.woff2',
      {
        eager: true,
        query: '?url',
        import: 'default',
      },
    ),
  ),
  600: files(
    import.meta.glob<string>(
      '../../node_modules/@fontsource/noto-sans-sc/files/*-600-normal.woff2',
      {
        eager: true,
        query: '?url',
        import: 'default',
      },
    ),
  ),
};

/** Makes the font known to the page, so that panel and map are set in the same one. */
export function registerFonts(): void {
  for (const [weight, list] of Object.entries(FONT_FILES)) {
    for (const { url, unicodeRange } of list) {
      document.fonts.add(
        new FontFace('Noto Sans SC', `url(${url}) format('woff2')`, {
          weight,
          unicodeRange,
          display: 'swap',
        }),
      );
    }
  }
}

/** Pairs "…/noto-sans-sc-42-400-normal.woff2" with the range that is listed under "[42]". */
function files(urls: Record<string, string>): FontFile[] {
  return Object.entries(urls).flatMap(([path, url]) => {
    const subset = /noto-sans-sc-(.+)-\d+-normal/.exec(path)?.[1] ?? '';
    const unicodeRange = (ranges as Record<string, string>)[
      /^\d+$/.test(subset) ? `[${subset}]` : subset
    ];
    return unicodeRange ? [{ url, unicodeRange }] : [];
  });
}
