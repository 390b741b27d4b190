import { html } from './markup.ts';
import type { OpenApi } from './openapi.ts';
import { type PageContent, table } from './page.ts';
import { type Language, WORDS } from './page-words.ts';

/** The API's definition, for people: every path with its parameters. */
export function definitionPage({ info, paths }: OpenApi, language: Language): PageContent {
  const words = WORDS[language];
  const operations = Object.entries(paths).map(([path, { get }]) => {
    const rows = get.parameters.map(({ name, description }) => [
      html`<code>${name}</code>`,
      description,
    ]);
    return html`<h2><code>GET ${path}</code></h2>
<p>${get.summary}</p>
<details><summary>${words.parameters} (${rows.length})</summary>
${table([words.parameters, words.description], rows)}</details>
`;
  });
  return { title: `${words.definition}: ${info.title}`, body: operations };
}
