import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import compress from '@fastify/compress';
import cookies from '@fastify/cookie';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteOptions,
} from 'fastify';
import { GraphQLError } from 'graphql';
import { withDeadline } from '../db/deadline.ts';
import type { Database } from '../db/orm.ts';
import { packageRoot } from '../db/package-root.ts';
import { identify } from './auth/identify.queries.ts';
import { registerOidc } from './auth/oidc.routes.ts';
import { demand, type Policy } from './auth/policy.ts';
import { credentialsOf, demandSameSite, describeRequest } from './auth/request.ts';
import type { Viewer } from './auth/viewer.ts';
import { Recomputer } from './coverage/recompute.ts';
import { registerExports } from './exports/export.routes.ts';
import { type ContextParts, plainContext, RequestContext } from './graphql/context.ts';
import { createExecutor, TIME_LIMITS, type TimeLimits } from './graphql/executor.ts';
import { registerGraphQL } from './graphql/graphql.routes.ts';
import { readPersistedDocuments } from './graphql/persisted.ts';
import { ValidDocuments } from './graphql/valid-documents.ts';
import { DataVersions } from './graphql/versions.ts';
import { createApollo } from './graphql.ts';
import { getDataVersion } from './hub/hub.queries.ts';
import { registerImports } from './imports/import.routes.ts';
import { Importer } from './imports/importer.ts';
import { ChangeFeed } from './live/change-feed.ts';
import { registerLive } from './live/live.routes.ts';
import { registerOgc } from './ogc/ogc.routes.ts';
import { createSchema } from './schema.ts';
import type { OidcConfig } from './shared/config.ts';
import type { Context, HubFacts } from './shared/context.ts';
import { asClientError, STATUS_OF_CODE } from './shared/errors.ts';
import { registerTiles } from './tiles/tile.routes.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route. A route without one is refused at start. */
    policy?: Policy;
    /** Whether the route itself refuses other sites: a socket is let go of in later hooks only. */
    refusesOtherSites?: boolean;
    /** Whether pages of other sites may read the answers, without anybody's session, while reading is public. */
    isForOtherSites?: boolean;
  }
  interface FastifyInstance {
    /** The policy of each route, by `METHOD url`; complete once the app is ready. */
    readonly policies: ReadonlyMap<string, Policy>;
  }
}

/** What the app needs besides its database. */
export interface AppOptions {
  readonly database: Database;
  /** Secret of the operator, who may do everything; without one there is no such token. */
  readonly adminToken?: string | undefined;
  /** Whether anybody may read; true unless given. */
  readonly publicReading?: boolean | undefined;
  /** The organisation's provider, by which people can sign in too. */
  readonly oidc?: OidcConfig | undefined;
  /** Whether a proxy in front tells who asks (`X-Forwarded-…`); false unless given. */
  readonly trustProxy?: boolean | undefined;
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
  const hub: HubFacts = {
    publicReading,
    organisation: oidc?.name ?? null,
    issuer: oidc?.issuer ?? null,
  };
  const app = Fastify({
    logger: {
      level: options.logLevel ?? 'warn',
      redact: SECRETS,
      serializers: { req: describeRequest },
      ...(options.logStream && { stream: options.logStream }),
    },
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: options.trustProxy ?? false,
    genReqId: () => crypto.randomUUID(),
    routerOptions: { ignoreTrailingSlash: true },
  });
  const fork = (): Context['em'] => database.orm.em.fork({ useContext: true }) as Context['em'];

  await app.register(cookies);
  const viewerOf = (request: FastifyRequest): Promise<Viewer> =>
    identify(fork(), credentialsOf(request), { adminToken, publicReading });
  demandPolicies(app, viewerOf);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => {
    reply.code(404).send(problem('NOT_FOUND', `There is nothing at ${request.url}.`, request.id));
  });
  await app.register(helmet, {
    contentSecurityPolicy: { directives: CONTENT_SECURITY_POLICY },
    // Whoever puts the hub behind TLS decides for the whole domain; the hub cannot.
    strictTransportSecurity: false,
  });
  if (publicReading) openToOtherSites(app);
  await app.register(compress, { customTypes: /vector-tile|json|javascript|text|svg|xml/ });

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
    const viewer = await viewerOf(request);
    return { request, reply, viewer, em: fork(), hub, recomputer, importer };
  };
  const plainContextOf = async (request: FastifyRequest): Promise<Context> =>
    plainContext(await partsOf(request));
  const schema = createSchema();
  const feed = new ChangeFeed(fork, (message) => app.log.warn(message));
  await feed.start(database);
  await registerLive(app, {
    schema,
    feed,
    viewerOf,
    contextOf: plainContextOf,
  });
  // After the sockets: their clients shall hear that the hub closes, not that there is no more to come.
  app.addHook('preClose', () => feed.close());

  const run = createExecutor(schema, timeLimits);
  const valid = new ValidDocuments(schema);
  const apollo = createApollo(schema, run, valid, app.log, [fastifyApolloDrainPlugin(app)]);
  await apollo.start();
  const versions = new DataVersions(() =>
    // With the limit that queries have, or connections would be told another one each time.
    withDeadline(timeLimits.queryMs, () => getDataVersion(fork())),
  );
  const persisted = readPersistedDocuments(
    join(packageRoot, 'web', 'generated', 'persisted-documents.json'),
  );
  registerGraphQL(app, {
    apollo,
    run,
    valid,
    versions,
    persisted,
    publicReading,
    contextOf: async (request, reply) => new RequestContext(await partsOf(request, reply)),
  });

  registerTiles(app, fork, publicReading);
  await registerImports(app, { fork, importer, viewerOf });
  await registerOgc(app, fork, publicReading);
  registerExports(app, { schema, contextOf: plainContextOf, publicReading });
  if (oidc) registerOidc(app, fork, oidc);
  registerHealth(app, database);
  if (options.webDir && existsSync(join(options.webDir, 'index.html'))) {
    await registerPages(app, options.webDir);
  }
  return app;
}

/** Every route must name its policy: a route that does not keeps the hub from starting. */
function demandPolicies(
  app: FastifyInstance,
  viewerOf: (request: FastifyRequest) => Promise<Viewer>,
): void {
  const routes: RouteOptions[] = [];
  const policies = new Map<string, Policy>();
  app.decorate('policies', policies);
  app.addHook('onRoute', (route) => {
    routes.push(route);
  });
  app.addHook('onReady', async () => {
    const open = routes.filter((route) => !route.config?.policy).map((route) => route.url);
    if (open.length > 0) throw new Error(`Routes without a policy: ${open.join(', ')}`);
    for (const { method, url, config } of routes) {
      for (const each of [method].flat()) policies.set(`${each} ${url}`, config?.policy as Policy);
    }
  });
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const { config, url } = request.routeOptions;
    if (!config.refusesOtherSites) demandSameSite(request);
    if (config.policy === 'open') return;
    demand(await viewerOf(request), config.policy, `The address ${url}`);
  });
}

/** Lets map pages elsewhere read what is for everybody; cookies are not sent along, and none is asked for. */
function openToOtherSites(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    if (!request.routeOptions.config.isForOtherSites) return;
    reply.header('access-control-allow-origin', '*');
    reply.header('access-control-expose-headers', 'content-crs, etag, x-data-version');
    reply.header('cross-origin-resource-policy', 'cross-origin');
  });
}

function registerHealth(app: FastifyInstance, database: Database): void {
  app.get('/healthz', { config: { policy: 'open' } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { config: { policy: 'open' } }, async (_request, reply) => {
    const check = await database.orm.checkConnection();
    if (check.ok) return { status: 'ready', database: database.kind };
    return reply.code(503).send({ status: 'waiting', reason: 'The database cannot be reached.' });
  });
}

async function registerPages(app: FastifyInstance, root: string): Promise<void> {
  await app.register(async (pages) => {
    pages.addHook('onRoute', (route) => {
      route.config = { ...route.config, policy: 'open' };
    });
    await pages.register(fastifyStatic, {
      root,
      cacheControl: false,
      setHeaders(reply, file) {
        // Vite puts a hash of its content into the name of every file in `assets`.
        const hashed = file.startsWith(join(root, 'assets'));
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
    pages.get('/graphiql', async (_request, reply) => reply.sendFile('graphiql/index.html'));
  });
}

/** Errors outside GraphQL have the same codes as in it. */
function answerError(
  error: FastifyError | GraphQLError,
  request: Parameters<Parameters<FastifyInstance['setErrorHandler']>[0]>[1],
  reply: Parameters<Parameters<FastifyInstance['setErrorHandler']>[0]>[2],
): void {
  const known = error instanceof GraphQLError ? error : asClientError(error);
  if (known) {
    const code = String(known.extensions['code']);
    const { code: _, http, ...more } = known.extensions;
    reply.code(STATUS_OF_CODE[code] ?? 500).send(problem(code, known.message, request.id, more));
    return;
  }
  const { statusCode } = error as FastifyError;
  if (statusCode && statusCode < 500) {
    reply.code(statusCode).send(problem('BAD_USER_INPUT', error.message, request.id));
    return;
  }
  request.log.error({ err: error }, 'A request failed');
  const message = `The hub could not answer. Tell its operator this request id: ${request.id}.`;
  reply.code(500).send(problem('INTERNAL_SERVER_ERROR', message, request.id));
}

function problem(code: string, message: string, requestId: string, more: object = {}): object {
  return { errors: [{ message, extensions: { code, ...more, requestId } }] };
}

/** Nothing from other hosts. Ant Design writes style elements; map and editor work in blob workers. */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  workerSrc: ["'self'", 'blob:'],
  scriptSrc: ["'self'"],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  frameAncestors: ["'self'"],
  upgradeInsecureRequests: null,
};
