import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import compress from '@fastify/compress';
import cookies from '@fastify/cookie';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { withDeadline } from '../db/deadline.ts';
import { readAgainWhenLost } from '../db/failures.ts';
import type { Database } from '../db/orm.ts';
import { packageRoot } from '../db/package-root.ts';
import type { Context, HubFacts } from './access/context.ts';
import type { Viewer } from './access/viewer.ts';
import { type Credentials, identify } from './auth/identify.queries.ts';
import { registerOidc } from './auth/oidc.routes.ts';
import { credentialsForGraphQL, credentialsOf } from './auth/session-cookie.ts';
import { Recomputer } from './coverage/recompute.ts';
import { registerExports } from './exports/export.routes.ts';
import { createApollo } from './graphql/apollo.ts';
import { type ContextParts, plainContext, RequestContext } from './graphql/context.ts';
import { KnownDocuments } from './graphql/documents.ts';
import { TIME_LIMITS, type TimeLimits } from './graphql/execution.ts';
import { registerGraphQL } from './graphql/graphql.routes.ts';
import { KeptAnswers } from './graphql/kept-answers.ts';
import { readPersistedDocuments } from './graphql/persisted-documents.ts';
import { demandAllowedHosts } from './http/allowed-hosts.ts';
import { describeRequest } from './http/describe-request.ts';
import { answerError, problem } from './http/errors.ts';
import { registerHealth } from './http/health.routes.ts';
import { answerOtherMethods, rememberRoutes } from './http/other-methods.ts';
import { openToOtherSites } from './http/other-sites.ts';
import { CONTENT_SECURITY_POLICY, isPage, registerPages } from './http/pages.routes.ts';
import { unpackBodies } from './http/request-encoding.ts';
import { limitRequests } from './http/request-limits.ts';
import { demandRoutePolicies } from './http/route-policies.ts';
import { cutSlowBodies, PATIENCE, type Patience, timeoutsOf } from './http/slow-clients.ts';
import { asTrustProxy, type TrustedProxies } from './http/trusted-proxies.ts';
import { DataVersions } from './hub/data-versions.ts';
import { getDataVersion } from './hub/hub.queries.ts';
import { findTableSizes, KnownSizes } from './hub/table-sizes.queries.ts';
import { registerImports } from './imports/import.routes.ts';
import { Importer } from './imports/importer.ts';
import { ChangeFeed } from './live/change-feed.ts';
import { registerLive } from './live/live.routes.ts';
import { registerOgc } from './ogc/ogc.routes.ts';
import { createSchema } from './schema.ts';
import type { OidcConfig, SecondFactorDemand } from './shared/config.ts';
import { registerTiles } from './tiles/tile.routes.ts';

/** What the app needs besides its database. */
export interface AppOptions {
  readonly database: Database;
  /** Secret of the operator, who may do everything; without one there is no such token. */
  readonly adminToken?: string | undefined;
  /** Whether anybody may read; true unless given. */
  readonly publicReading?: boolean | undefined;
  /** The organisation's provider, by which people can sign in too. */
  readonly oidc?: OidcConfig | undefined;
  /** Who must have a second factor; nobody unless given. */
  readonly secondFactor?: SecondFactorDemand | undefined;
  /** What seals the secrets of second factors; a key that the database keeps unless given. */
  readonly secretKey?: string | undefined;
  /** Which proxies in front are believed about who asks; none unless given. */
  readonly trustProxy?: TrustedProxies;
  /** Names of hosts by which the hub may be asked, besides addresses and `localhost`; any unless given. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Origins of other sites whose pages may use the whole API; none unless given. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** How many requests of one network are answered within a minute; any number unless given. */
  readonly requestsPerMinute?: number | undefined;
  /** How many WebSockets of one network may be open; any number unless given. */
  readonly socketsPerNetwork?: number | undefined;
  /** How slowly clients may send; {@link PATIENCE} unless given. */
  readonly patience?: Patience | undefined;
  /** Folder of uploaded files until they are imported; one below the system's temporary folder unless given. */
  readonly importDir?: string | undefined;
  /** How long queries and mutations may take; {@link TIME_LIMITS} unless given. */
  readonly timeLimits?: TimeLimits | undefined;
  /** Folder of the built web pages; without it only the API is served. */
  readonly webDir?: string | undefined;
  /** Told how work behind the requests goes on. */
  readonly log?: (message: string) => void;
  /** Log level of Fastify's logger; `warn` unless given. */
  readonly logLevel?: string | undefined;
  /** Where the logger writes, a line of JSON at a time; the standard output unless given. */
  readonly logStream?: { write(line: string): void } | undefined;
}

const MAX_BODY_BYTES = 5 * 1024 * 1024;
/** What shows who somebody is never gets into the log. */
const SECRETS = ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]'];

/** The hub as one HTTP server: GraphQL, tiles, health and the web pages. Tests use it too. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { database, adminToken, publicReading = true, oidc, timeLimits = TIME_LIMITS } = options;
  const { secondFactor = 'optional' } = options;
  const { patience = PATIENCE, requestsPerMinute, socketsPerNetwork } = options;
  const hub: HubFacts = {
    publicReading,
    organisation: oidc?.name ?? null,
    issuer: oidc?.issuer ?? null,
    secretKey: options.secretKey ?? null,
    secondFactor,
  };
  const app = Fastify({
    logger: {
      level: options.logLevel ?? 'warn',
      redact: SECRETS,
      serializers: { req: describeRequest },
      ...(options.logStream && { stream: options.logStream }),
    },
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: asTrustProxy(options.trustProxy),
    genReqId: () => crypto.randomUUID(),
    routerOptions: { ignoreTrailingSlash: true },
    ...timeoutsOf(patience),
  });
  const fork = (): Context['em'] => database.orm.em.fork({ useContext: true }) as Context['em'];

  const routes = rememberRoutes(app);
  cutSlowBodies(app, patience);
  if (options.allowedHosts) demandAllowedHosts(app, options.allowedHosts);
  if (requestsPerMinute) await limitRequests(app, requestsPerMinute);
  await app.register(cookies);
  const identified = (credentials: Credentials): Promise<Viewer> =>
    readAgainWhenLost(() =>
      identify(fork, credentials, { adminToken, publicReading, secondFactor }),
    );
  const viewerOf = (request: FastifyRequest): Promise<Viewer> => identified(credentialsOf(request));
  demandRoutePolicies(app, viewerOf);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => {
    reply.code(404).send(problem('NOT_FOUND', `There is nothing at ${request.url}.`, request.id));
  });
  await app.register(helmet, {
    contentSecurityPolicy: { directives: CONTENT_SECURITY_POLICY },
    // Whoever puts the hub behind TLS decides for the whole domain; the hub cannot.
    strictTransportSecurity: false,
  });
  openToOtherSites(app, { mayReadPublic: publicReading, origins: options.corsOrigins ?? [] });
  await app.register(compress, {
    customTypes: /vector-tile|json|javascript|text|svg|xml/,
    // Others are offered by clients that cannot read them all, as Node 20 does with zstd.
    encodings: ['br', 'gzip', 'deflate', 'identity'],
    // It would unpack whatever is sent, without end.
    globalDecompression: false,
  });
  unpackBodies(app);

  const recomputer = new Recomputer(
    () => database.orm.em.fork({ useContext: false }) as Context['em'],
    options.log ?? (() => undefined),
  );
  app.addHook('onClose', async () => {
    await recomputer.cancel();
  });
  const importer = new Importer(
    () => database.orm.em.fork({ useContext: false }) as Context['em'],
    {
      folder: options.importDir ?? join(tmpdir(), `jinlin-imports-${crypto.randomUUID()}`),
      alone: database.kind === 'embedded',
      log: options.log ?? ((message) => app.log.warn(message)),
    },
  );
  app.addHook('onClose', () => importer.close());
  const partsOf = async (request: FastifyRequest, reply?: FastifyReply): Promise<ContextParts> => {
    const viewer = await identified(credentialsForGraphQL(request));
    return { request, reply, viewer, fork, hub, recomputer, importer };
  };
  const schema = createSchema();
  const versions = new DataVersions(() =>
    // With the limit that queries have, or connections would be given another one each time.
    withDeadline(timeLimits.queryMs, () => readAgainWhenLost(() => getDataVersion(fork()))),
  );
  const documents = new KnownDocuments(
    readPersistedDocuments(join(packageRoot, 'web', 'generated', 'persisted-documents.json')),
  );
  const answers = new KeptAnswers(versions);
  const sizes = new KnownSizes(() =>
    withDeadline(timeLimits.queryMs, () => findTableSizes(fork())),
  );
  app.addHook('onReady', () => sizes.refresh());
  const apollo = createApollo({
    schema,
    documents,
    answers,
    sizes,
    timeLimits,
    log: app.log,
    plugins: [fastifyApolloDrainPlugin(app)],
  });
  await apollo.start();
  registerGraphQL(app, {
    apollo,
    documents,
    answers,
    publicReading,
    contextOf: async (request, reply) => new RequestContext(await partsOf(request, reply)),
  });

  const plainContextOf = async (request: FastifyRequest): Promise<Context> =>
    plainContext(await partsOf(request));
  const feed = new ChangeFeed(fork, {
    log: (message) => app.log.warn(message),
    onEverything: () => void sizes.refresh(),
  });
  await feed.start(database);
  await registerLive(app, {
    apollo,
    documents,
    feed,
    viewerOf,
    contextOf: plainContextOf,
    socketsPerNetwork,
  });
  // After the sockets: their clients shall hear that the hub closes, not that there is no more to come.
  app.addHook('preClose', () => feed.close());

  registerTiles(app, { fork, versions, limitMs: timeLimits.queryMs, publicReading });
  await registerImports(app, { fork, importer, viewerOf });
  await registerOgc(app, { fork, limitMs: timeLimits.queryMs, publicReading });
  registerExports(app, {
    schema,
    contextOf: plainContextOf,
    sizes,
    statementMs: timeLimits.queryMs,
    publicReading,
  });
  if (oidc) registerOidc(app, fork, oidc);
  registerHealth(app, database);
  if (options.webDir && existsSync(join(options.webDir, 'index.html'))) {
    await registerPages(app, options.webDir);
  }
  answerOtherMethods(app, routes, (path) => isPage(options.webDir, path));
  return app;
}
