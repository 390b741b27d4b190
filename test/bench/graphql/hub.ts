/** The hub on a database of its own port, until its input closes. Argument: URL of the database. */
import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { openDatabase } from '../../../db/orm.ts';
import { createApp } from '../../../server/app.ts';

const [databaseUrl] = process.argv.slice(2);
const database = await openDatabase({ databaseUrl, dataDir: '', poolSize: 10 });
const app = await createApp({ database });
await app.listen({ port: 0, host: '127.0.0.1' });
console.log((app.server.address() as AddressInfo).port);
process.stdin.resume().once('end', async () => {
  await app.close();
  await database.close();
});
