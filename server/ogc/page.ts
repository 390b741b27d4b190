import { address, type Link, type Place } from './links.ts';
import { html, type Markup } from './markup.ts';
import { type Language, WORDS } from './page-words.ts';

/** What a page shows. */
export interface PageContent {
  readonly title: string;
  /** Pages above this one, below the first: titles by path. */
  readonly above?: readonly (readonly [title: string, path: string])[];
  readonly body: Markup | readonly Markup[];
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif }
body { margin: 0 auto; max-width: 72rem; padding: 1rem }
nav, footer { font-size: .9rem } nav a, footer a { display: inline-block; padding: .6rem 0 }
nav a + a::before { content: '/'; margin: 0 .5rem; color: GrayText; display: inline-block }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0 }
.wide { overflow-x: auto } table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top }
thead th { white-space: nowrap } td.number { text-align: right } code { overflow-wrap: anywhere }
a.next { display: inline-block; padding: .6rem 0; font-weight: 600 }`;

/** A page for people: no script, readable on any screen. */
export function renderPage(
  place: Place,
  language: Language,
  { title, above = [], body }: PageContent,
): string {
  const words = WORDS[language];
  const up = [[words.home, ''] as const, ...above];
  const json = address(place.base, place.path, { ...place.parameters, f: 'json' });
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Jinlin 近邻</title>
<style>${STYLE}</style>
</head>
<body>
<nav>${up.map(([name, path]) => html`<a href="${pageAddress(place, path)}">${name}</a>`)}</nav>
<main>
<h1>${title}</h1>
${body}
</main>
<footer><a href="${json}" rel="alternate" type="application/json">${words.json}</a></footer>
</body>
</html>
`.text;
}

/** The address of another page of the API. */
export function pageAddress({ base }: Place, path: string): string {
  return address(base, path, { f: 'html' });
}

/** A table: its head, and rows of cells. Numbers stand below each other. */
export function table(head: readonly unknown[], rows: readonly (readonly unknown[])[]): Markup {
  const cell = (value: unknown): Markup =>
    typeof value === 'number' ? html`<td class="number">${value}</td>` : html`<td>${value}</td>`;
  return html`<div class="wide" tabindex="0"><table>
<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody>
</table></div>`;
}

/** A table of names and what they stand for. */
export function facts(rows: readonly (readonly [name: unknown, value: unknown])[]): Markup {
  return html`<div class="wide" tabindex="0"><table><tbody>
${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`)}</tbody></table></div>`;
}

/** Links as a list. */
export function linkList(links: readonly Link[]): Markup {
  return html`<ul>
${links.map(({ href, rel, type, title }) => html`<li><a href="${href}" rel="${rel}">${title ?? rel}</a> <code>${type}</code></li>\n`)}</ul>`;
}
