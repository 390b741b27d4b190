import type { MultiPolygon, Point } from 'geojson';
import type { Collection } from './collection.ts';
import type { CollectionDocument, conformance, landing } from './documents.ts';
import type { Feature, Items } from './items.queries.ts';
import type { Link, Place } from './links.ts';
import { html, type Markup } from './markup.ts';
import { facts, linkList, type PageContent, pageAddress, table } from './page.ts';
import { type Language, WORDS } from './page-words.ts';

/** The landing page, for people. */
export function landingPage(
  { title, description, attribution, links }: ReturnType<typeof landing>,
  language: Language,
): PageContent {
  const words = WORDS[language];
  const body = html`<p>${description}</p>
${linkList(links.filter(({ rel }) => rel !== 'self' && rel !== 'alternate'))}
<h2>${words.sources}</h2><p>${attribution}</p>`;
  return { title, body };
}

/** The conformance classes, for people. */
export function conformancePage(
  { conformsTo }: ReturnType<typeof conformance>,
  language: Language,
): PageContent {
  const words = WORDS[language];
  const body = html`<p>${words.conforms}</p>
<ul>${conformsTo.map((uri) => html`<li><a href="${uri}">${uri}</a></li>`)}</ul>`;
  return { title: words.conformance, body };
}

/** All collections, for people. */
export function collectionsPage(
  place: Place,
  collections: readonly Collection[],
  language: Language,
): PageContent {
  const words = WORDS[language];
  const rows = collections.map(({ id, title, description }) => [
    html`<a href="${pageAddress(place, `/collections/${id}`)}">${title[language]}</a>`,
    description[language],
    html`<a href="${pageAddress(place, `/collections/${id}/items`)}">${words.features}</a>`,
  ]);
  const body = table([words.title, words.description, words.items], rows);
  return { title: words.collections, body };
}

/** One collection, for people. */
export function collectionPage(
  place: Place,
  { id, title, description, properties }: Collection,
  { extent, crs, storageCrs, links }: CollectionDocument,
  language: Language,
): PageContent {
  const words = WORDS[language];
  const columns = Object.entries(properties).map(([name, property]) => [
    html`<code>${name}</code>`,
    property.description[language],
    property.type,
  ]);
  const known: [unknown, unknown][] = [
    [words.id, html`<code>${id}</code>`],
    [words.extent, extent?.spatial?.bbox[0]?.join(', ') ?? words.none],
    ...(extent?.temporal
      ? [[words.changed, extent.temporal.interval[0]?.join(' – ')] as [unknown, unknown]]
      : []),
    [words.systems, crs.map((uri) => html`<code>${uri}</code><br>`)],
    [words.storage, html`<code>${storageCrs}</code>`],
  ];
  const body = html`<p>${description[language]}</p>
<p><a class="next" href="${pageAddress(place, `/collections/${id}/items`)}">${words.features}</a></p>
${facts(known)}
<h2>${words.properties}</h2>
${table([words.property, words.description, words.type], columns)}
<h2>${words.links}</h2>
${linkList(links)}`;
  const above = [[words.collections, '/collections'] as const];
  return { title: title[language], above, body };
}

/** A page of features, for people. */
export function itemsPage(
  place: Place,
  { id, title, properties }: Collection,
  { features, matched, links }: Items & { links: readonly Link[] },
  language: Language,
): PageContent {
  const words = WORDS[language];
  const names = Object.entries(properties);
  const rows = features.map((feature) => [
    html`<a href="${pageAddress(place, `/collections/${id}/items/${feature.id}`)}">${feature.id}</a>`,
    ...names.map(([name]) => feature.properties[name]),
    outline(feature.shape, language),
  ]);
  const head = names.map(
    ([name, { description }]) => html`<abbr title="${description[language]}">${name}</abbr>`,
  );
  const next = links.find(({ rel }) => rel === 'next');
  const body = html`<p>${words.shown(features.length, matched)}</p>
${table([words.id, ...head, words.geometry], rows)}
${next ? html`<p><a class="next" rel="next" href="${next.href}">${words.next}</a></p>` : ''}`;
  return { title: title[language], above: aboveItems(id, title[language], language), body };
}

/** One feature, for people. */
export function itemPage(
  { id, title, properties }: Collection,
  feature: Feature,
  language: Language,
): PageContent {
  const words = WORDS[language];
  const known = Object.entries(properties).map(
    ([name, { description }]) =>
      [html`${description[language]}<br><code>${name}</code>`, feature.properties[name]] as const,
  );
  const name = feature.properties['name'] ?? feature.id;
  const body = facts([
    [words.id, html`<code>${feature.id}</code>`],
    ...known,
    [words.geometry, outline(feature.shape, language)],
  ]);
  return { title: String(name), above: aboveItems(id, title[language], language), body };
}

function aboveItems(
  id: string,
  title: string,
  language: Language,
): NonNullable<PageContent['above']> {
  return [
    [WORDS[language].collections, '/collections'],
    [title, `/collections/${id}`],
    [WORDS[language].items, `/collections/${id}/items`],
  ];
}

/** A point's coordinates; of larger shapes the type and how many positions they have. */
function outline(shape: string | null, language: Language): Markup | string {
  const words = WORDS[language];
  if (shape === null) return words.none;
  const { type, coordinates } = JSON.parse(shape) as Point | MultiPolygon;
  if (type === 'Point') return html`<code>${coordinates.join(', ')}</code>`;
  return html`${type}, ${words.positions(coordinates.flat(2).length)}`;
}
