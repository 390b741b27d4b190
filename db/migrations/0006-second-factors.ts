import { Migration } from '@mikro-orm/migrations';

/**
 * Second factors of people who sign in by a password: the secret that their device makes codes of (sealed), and codes
 * for when it is lost (as digests only). And the key of the seal, unless the operator gives one.
 */
export class SecondFactors extends Migration {
  override name = '0006-second-factors';

  override up(): void {
    this.addSql(`CREATE TABLE second_factor (
      person_id integer PRIMARY KEY REFERENCES person ON DELETE CASCADE,
      secret text NOT NULL CHECK (secret <> ''),
      confirmed_at timestamptz,
      last_step bigint NOT NULL DEFAULT 0
    )`);
    this.addSql(`CREATE TABLE recovery_code (
      person_id integer NOT NULL REFERENCES second_factor ON DELETE CASCADE,
      digest bytea NOT NULL CHECK (length(digest) = 32),
      PRIMARY KEY (person_id, digest)
    )`);
    this.addSql(`CREATE TABLE hub_secret (
      singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
      secret text NOT NULL CHECK (secret <> '')
    )`);
  }

  override down(): void {
    for (const table of ['hub_secret', 'recovery_code', 'second_factor']) {
      this.addSql(`DROP TABLE ${table}`);
    }
  }
}
