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
:root { color-scheme: light dark; --ink: #1b2a33; --soft: #55616a; --line: #d9dfe3; --brand: #0f5c73; --head: #f4f7f8; --paper: #ffffff;
  font: 16px/1.5 system-ui, 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans', Arial, sans-serif }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ecef; --soft: #a9b5bc; --line: #3a464d; --brand: #7cc4d8; --head: #1d272d; --paper: #12191d } }
body { margin: 0; background: var(--paper); color: var(--ink) }
nav, main, footer { box-sizing: border-box; max-width: 76rem; margin: 0 auto; padding: 0 1.25rem }
header { border-bottom: 1px solid var(--line); background: var(--head) }
nav, footer { font-size: .95rem } nav a, footer a { display: inline-block; padding: .75rem 0 }
nav a:first-child { font-weight: 700; text-decoration: none }
nav a + a::before { content: '›'; margin: 0 .6rem; color: var(--soft); display: inline-block }
a { color: var(--brand); text-underline-offset: .18em }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 1.5rem 0 .5rem } h2 { font-size: 1.2rem; margin: 1.75rem 0 .5rem }
.wide { overflow-x: auto; margin: 1rem 0; border: 1px solid var(--line); border-radius: 8px }
table { border-collapse: collapse; width: 100%; font-size: .94rem; font-variant-numeric: tabular-nums }
th, td { border-bottom: 1px solid var(--line); padding: .5rem .9rem; text-align: left; vertical-align: top }
tr:last-child > * { border-bottom: 0 } thead th { white-space: nowrap; background: var(--head) } th[scope=row] { color: var(--soft); font-weight: 600 }
td.number { text-align: right } code { overflow-wrap: anywhere; font-size: .88em; color: var(--soft) }
abbr { text-decoration: underline dotted; text-underline-offset: .2em }
a.next { display: inline-block; padding: .6rem 0; font-weight: 600 }
footer { margin-top: 2rem; border-top: 1px solid var(--line) }`;

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
<header><nav>${up.map(([name, path]) => html`<a href="${pageAddress(place, path)}">${name}</a>`)}</nav></header>
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
