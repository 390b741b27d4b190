/** Fills a database with the sample city: `fill.ts <data folder or postgres://…>`. */
import 'reflect-metadata';
import { openDatabase } from '../../db/orm.ts';
import { setUp } from '../../server/setup.ts';

const [place = ''] = process.argv.slice(2);
const isNative = place.startsWith('postgres');
const database = await openDatabase(
  isNative ? { databaseUrl: place, dataDir: '', poolSize: 1 } : { dataDir: place },
);
try {
  await setUp(database);
  // There, nothing else does it while the tests run, and plans stay as they are.
  if (isNative) await database.orm.em.getConnection().execute('VACUUM ANALYZE');
} finally {
  await database.close();
}
