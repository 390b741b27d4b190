import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { withStatementLimit } from '../../db/deadline.ts';
import type { Context } from '../access/context.ts';
import { communityCondition } from '../communities/community-filter.queries.ts';
import { formatInfo } from '../formats/feature-source.ts';
import { presenceOf } from '../http/presence.ts';
import type { KnownSizes } from '../hub/table-sizes.queries.ts';
import { getRule } from '../rules/rules.queries.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { asAttachment, namePart } from './disposition.ts';
import {
  demandKnown,
  type Parameters,
  parseFilter,
  parseLanguage,
  single,
} from './export.input.ts';
import { demandAffordableRows, exportLayer, onSnapshot, parseLayerRequest } from './export.ts';
import { EXPORT_LAYERS } from './export-layers.queries.ts';
import { findFailing, MOST_ROWS } from './failing.queries.ts';
import { failingSheet } from './failing-sheet.ts';
import { Semaphore } from './semaphore.ts';

/** What exports need of the hub. */
export interface ExportOptions {
  readonly schema: GraphQLSchema;
  readonly contextOf: (request: FastifyRequest) => Promise<Context>;
  readonly sizes: KnownSizes;
  /** How long a statement may take, in milliseconds. */
  readonly statementMs: number;
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
 *   (the JSON of the GraphQL input of the same name), `system`, `encoding`, `raw`, and for coverage `rule`;
 * - `GET /export/failing-communities.xlsx?rule=…`, with `filter` and `language`.
 *
 * The entity tag is the data version: an unchanged file is not made again.
 */
export function registerExports(app: FastifyInstance, options: ExportOptions): void {
  const { schema, contextOf, sizes, statementMs } = options;
  const semaphore = new Semaphore(AT_A_TIME, MOST_WAITING);
  const cache = options.publicReading ? 'no-cache' : 'private, no-cache';
  const config = { policy: 'read' } as const;
  /** Work that ends when the client goes away. However long it takes, each of its statements is limited. */
  const takeTurn = <T>(
    reply: FastifyReply,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const signal = presenceOf(reply);
    return semaphore.run(() => withStatementLimit(statementMs, () => work(signal), signal), signal);
  };
  for (const layer of EXPORT_LAYERS) {
    app.get<{ Params: { extension: string }; Querystring: Parameters }>(
      `/export/${layer}.:extension`,
      { config },
      async (request, reply) => {
        const layerRequest = parseLayerRequest(
          schema,
          layer,
          request.params.extension,
          request.query,
        );
        demandAffordableRows(layerRequest, sizes.current);
        const context = await contextOf(request);
        const { hub, file } = await takeTurn(reply, (signal) =>
          onSnapshot(context, knownVersion(request), (inside) =>
            exportLayer(inside, layerRequest, signal),
          ),
        );
        reply.headers({ etag: `"${hub.dataVersion}"`, 'cache-control': cache });
        if (file === null) return reply.code(304).send();
        const { extension, mediaType } = formatInfo(layerRequest.format);
        const system =
          layerRequest.system === 'WGS84' ? '' : `-${layerRequest.system.replace(':', '')}`;
        const name = `${namePart(hub.cityNameEn)}-${layer}${system}-${today()}.${extension}`;
        const charset = /json|csv/.test(mediaType) ? `; charset=${layerRequest.encoding}` : '';
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
      demandAffordableRows({ layer: 'coverage', filter: filter as never }, sizes.current);
      const context = await contextOf(request);
      const { hub, file } = await takeTurn(reply, () =>
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
