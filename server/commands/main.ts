import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openDatabase } from '../../db/orm.ts';
import { packageRoot } from '../../db/package-root.ts';
import { createApp } from '../app.ts';
import { readTrustedProxies } from '../http/trusted-proxies.ts';
import { hasPeople } from '../people/people.queries.ts';
import { setUp } from '../setup.ts';
import { type Config, readConfig } from '../shared/config.ts';
import { localUrl, tellAddress } from './hub-address.ts';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { databaseUrl, schema, dataDir, adminToken, publicReading, oidc, allowedHosts } = config;
  const trustProxy = readTrustedProxies(config.trustProxy);
  const database = await openDatabase({ databaseUrl, schema, dataDir, log });
  let close = (): Promise<void> => database.close();
  closeOnSignals(() => close());
  try {
    await setUp(database, log, { sample: config.sample });
    const webDir = join(packageRoot, 'dist', 'web');
    const app = await createApp({
      database,
      adminToken,
      publicReading,
      trustProxy,
      allowedHosts,
      corsOrigins: config.corsOrigins,
      requestsPerMinute: config.requestsPerMinute,
      socketsPerNetwork: config.socketsPerNetwork,
      oidc,
      secondFactor: config.secondFactor,
      secretKey: config.secretKey,
      webDir,
      importDir: join(dataDir, 'imports'),
      log,
    });
    close = async () => {
      await app.close();
      await database.close();
    };
    await app.listen({ port: config.port, host: config.host }).catch((error) => {
      if (error.code !== 'EADDRINUSE') throw error;
      throw new Error(`port ${config.port} is taken; choose another one with PORT.`);
    });
    const url = localUrl(config.host, (app.server.address() as AddressInfo).port);
    // A folder that cannot be written to only keeps commands beside the hub from knowing where it is.
    const forgetAddress = await tellAddress(dataDir, url).catch(() => undefined);
    close = async () => {
      await forgetAddress?.();
      await app.close();
      await database.close();
    };
    greet(config, url, await hasPeople(database.orm.em.fork()));
  } catch (error) {
    await close();
    throw error;
  }
}

function greet({ databaseUrl, dataDir }: Config, url: string, someone: boolean): void {
  const where = databaseUrl ? 'PostgreSQL' : `the embedded database in ${dataDir}`;
  log(`Jinlin 近邻 is ready on ${where}.`);
  log(`  Service map  ${url}/`);
  log(`  GraphQL      ${url}/graphql   (try it at /graphiql)`);
  if (!someone) log('  Nobody can sign in yet: "npm run user:create" makes an administrator.');
  if (!databaseUrl) {
    log('  The embedded database outlives a killed process; against a power cut keep backups.');
  }
}

/** Ends in order on the first signal, at once on the second. */
function closeOnSignals(close: () => Promise<void>): void {
  let closing = false;
  const end = (): void => {
    if (closing) process.exit(1);
    closing = true;
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(
          error instanceof Error ? `Jinlin did not end in order: ${error.message}` : error,
        );
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

function log(message: string): void {
  console.log(message);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? `Jinlin did not start: ${error.message}` : error);
  process.exitCode = 1;
});
