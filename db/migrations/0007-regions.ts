import { Migration } from '@mikro-orm/migrations';

/**
 * Regions that files bring, or that come with communities: what the codes below them begin with, whether their
 * boundary is that of their communities, which import made them, and which ones an import would make.
 */
export class Regions extends Migration {
  override name = '0007-regions';

  override up(): void {
    // Statistical codes fill up with zeros what they do not divide: 230102000000 is the county 230102.
    this.addSql(`ALTER TABLE region ADD code_prefix text NOT NULL GENERATED ALWAYS AS (
      regexp_replace(regexp_replace(regexp_replace(code,
        '^([0-9]{9})000$', '\\1'), '^([0-9]{6})000$', '\\1'), '^([0-9]{4})00$', '\\1')
    ) STORED`);
    this.addSql('CREATE INDEX region_code_prefix ON region (code_prefix)');
    this.addSql('ALTER TABLE region ADD import_id integer REFERENCES import');
    this.addSql(`ALTER TABLE region ADD boundary_derived boolean NOT NULL DEFAULT false
      CHECK (boundary IS NOT NULL OR NOT boundary_derived)`);

    this.addSql(`ALTER TABLE import_feature ADD level text, ADD region_name text, ADD county text,
      ADD city text, ADD new_region text`);
    this.addSql(`CREATE TABLE import_region (
      import_id integer NOT NULL,
      code text NOT NULL,
      level text NOT NULL,
      name text NOT NULL,
      parent_code text,
      PRIMARY KEY (import_id, code)
    )`);
  }

  override down(): void {
    this.addSql('DROP TABLE import_region');
    this.addSql(`ALTER TABLE import_feature DROP level, DROP region_name, DROP county, DROP city,
      DROP new_region`);
    this.addSql('ALTER TABLE region DROP boundary_derived, DROP import_id, DROP code_prefix');
  }
}
