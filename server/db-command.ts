/** `npm run db:seed` and `npm run db:reset`: fill an empty database; empty it and fill it again. */
import 'reflect-metadata';
import { openDatabase } from '../db/orm.ts';
import { setUp } from './setup.ts';
import { readConfig } from './shared/config.ts';

const { databaseUrl, dataDir } = readConfig(process.env);
const log = (message: string): void => console.log(message);
const command = process.argv[2];
if (command !== 'seed' && command !== 'reset') throw new Error('Say "seed" or "reset".');
if (command === 'reset' && databaseUrl && !process.argv.includes('--yes')) {
  throw new Error(
    'This drops all data of the hub at DATABASE_URL. If you mean it, add "-- --yes".',
  );
}

const database = await openDatabase({ databaseUrl, dataDir, log });
try {
  if (command === 'reset') {
    await database.migrate();
    await database.orm.migrator.down({ to: 0 });
    log('All tables of the hub are dropped.');
  }
  await setUp(database, log);
  log('The database is ready.');
} finally {
  await database.close();
}
