/**
 * `npm run db:seed`, `npm run db:reset` and `npm run db:judge`: fill an empty database; empty it and fill
 * it again; judge everything anew.
 */
import 'reflect-metadata';
import { openDatabase } from '../../db/orm.ts';
import { recompute } from '../coverage/recompute.ts';
import { setUp } from '../setup.ts';
import { readConfig } from '../shared/config.ts';

const { databaseUrl, schema, dataDir } = readConfig(process.env);
const log = (message: string): void => console.log(message);
const command = process.argv[2];
if (command !== 'seed' && command !== 'reset' && command !== 'judge') {
  throw new Error('Say "seed", "reset" or "judge".');
}
if (command === 'reset' && databaseUrl && !process.argv.includes('--yes')) {
  throw new Error(
    'This drops all data of the hub at DATABASE_URL. If you mean it, add "-- --yes".',
  );
}

const database = await openDatabase({ databaseUrl, schema, dataDir, log });
try {
  if (command === 'reset') {
    await database.migrate();
    await database.orm.migrator.down({ to: 0 });
    log('All tables of the hub are dropped.');
  }
  if (command === 'judge') {
    await database.migrate();
    const { corrected } = await recompute(() => database.orm.em.fork(), {
      onProgress: ({ done, total }) => log(`Coverage: ${done} of ${total} communities judged`),
    });
    log(`${corrected} communities had other outcomes before.`);
  } else {
    await setUp(database, log);
    log('The database is ready.');
  }
} finally {
  await database.close();
}
