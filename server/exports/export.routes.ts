import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { communityCondition } from '../communities/community-filter.queries.ts';
import { formatInfo } from '../formats/feature-source.ts';
import type { Context } from '../shared/context.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { getRule } from '../standards/rules.queries.ts';
import { asAttachment, namePart } from './disposition.ts';
import {
  demandKnown,
  type Parameters,
  parseFilter,
  parseLanguage,
  single,
} from './export.input.ts';
import { exportLayer, onSnapshot, parseLayerRequest } from './export.ts';
import { EXPORT_LAYERS } from './export-layers.queries.ts';
import { findFailing, MOST_ROWS } from './failing.queries.ts';
import { failingSheet } from './failing-sheet.ts';
import { Turns } from './turns.ts';

/** What exports need of the hub. */
export interface ExportOptions {
  readonly schema: GraphQLSchema;
  readonly contextOf: (request: FastifyRequest) => Promise<Context>;
  /** Whether caches between may keep what everybody may read. */
  readonly publicReading: boolean;
}

/** Each holds a connection while its file is made. */
const AT_A_TIME = 2;
const MOST_WAITING = 20;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * Serves files to take away, each of one snapshot of the data:
 *
 * - `GET /export/{communities|facilities|grids|coverage}.{geojson|geojsonl|csv|gpkg|zip|fgb}`, with `filter`
 *   (the JSON of the GraphQL input of the same name), `system`, `encoding`, and for coverage `rule`;
 * - `GET /export/failing-communities.xlsx?rule=…`, with `filter` and `language`.
 *
 * The entity tag is the data version: an unchanged file is not made again.
 */
export function registerExports(app: FastifyInstance, options: ExportOptions): void {
  const { schema, contextOf } = options;
  const turns = new Turns(AT_A_TIME, MOST_WAITING);
  const cache = options.publicReading ? 'no-cache' : 'private, no-cache';
  const config = { policy: 'read' } as const;
  for (const layer of EXPORT_LAYERS) {
    app.get<{ Params: { extension: string }; Querystring: Parameters }>(
      `/export/${layer}.:extension`,
      { config },
      async (request, reply) => {
        const asked = parseLayerRequest(schema, layer, request.params.extension, request.query);
        const context = await contextOf(request);
        const { hub, file } = await turns.take(() =>
          onSnapshot(context, knownVersion(request), (inside) => exportLayer(inside, asked)),
        );
        reply.headers({ etag: `"${hub.dataVersion}"`, 'cache-control': cache });
        if (file === null) return reply.code(304).send();
        const { extension, mediaType } = formatInfo(asked.format);
        const system = asked.system === 'WGS84' ? '' : `-${asked.system.replace(':', '')}`;
        const name = `${namePart(hub.cityNameEn)}-${layer}${system}-${today()}.${extension}`;
        const charset = /json|csv/.test(mediaType) ? `; charset=${asked.encoding}` : '';
        return reply
          .type(`${mediaType}${charset}`)
          .header('content-disposition', asAttachment(name))
          .header('content-length', file.bytes)
          .send(file.stream);
      },
    );
  }
  app.get<{ Querystring: Parameters }>(
    '/export/failing-communities.xlsx',
    { config },
    async (request, reply) => {
      demandKnown(request.query, ['rule', 'filter', 'language']);
      const language = parseLanguage(request.query);
      const filter = parseFilter(request.query, schema, 'CommunityFilter');
      const code = single(request.query, 'rule');
      if (!code) throw new BadUserInputError('rule', 'give the code of a rule.');
      const context = await contextOf(request);
      const { hub, file } = await turns.take(() =>
        onSnapshot(context, knownVersion(request), async (inside, now) => {
          const rule = await getRule(inside, code, 'rule');
          const condition = await communityCondition(inside, filter);
          const rows = await findFailing(inside.em, rule.id, condition);
          if (rows.length > MOST_ROWS) {
            const message = `more than ${MOST_ROWS} communities fail; export a region at a time.`;
            throw new BadUserInputError('filter', message);
          }
          const sheet = await failingSheet({ language, hub: now, rule, rows, date: today() });
          return { sheet, rule };
        }),
      );
      reply.headers({ etag: `"${hub.dataVersion}"`, 'cache-control': cache });
      if (file === null) return reply.code(304).send();
      const parts =
        language === 'zh'
          ? [hub.cityName, '未达标社区', file.rule.name]
          : [hub.cityNameEn, 'failing communities', file.rule.nameEn];
      const name = `${[...parts, today()].map(namePart).join('-')}.xlsx`;
      return reply.type(XLSX).header('content-disposition', asAttachment(name)).send(file.sheet);
    },
  );
}

/** The data version that the client has already. */
function knownVersion({ headers }: FastifyRequest): string | undefined {
  return /^(?:W\/)?"(\d+)"$/.exec(headers['if-none-match'] ?? '')?.[1];
}

/** The day by the hub's clock, `YYYY-MM-DD`. */
function today(): string {
  return new Date().toLocaleDateString('sv-SE');
}
