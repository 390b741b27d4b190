import { Migration } from '@mikro-orm/migrations';

/**
 * Rules that planners write: what a verdict is read from, and the share that is enough. Versions of
 * communities. Scenarios: facilities added, moved or removed without anything being so.
 */
export class ReadingsAndScenarios extends Migration {
  override name = '0002-readings-and-scenarios';

  override up(): void {
    this.addSql(`ALTER TABLE coverage_rule
      ADD reading text NOT NULL DEFAULT 'SERVICE_POINT'
        CHECK (reading IN ('SERVICE_POINT', 'RESIDENTS', 'AREA')),
      ADD minimum_share double precision CHECK (minimum_share > 0 AND minimum_share <= 1),
      ADD CHECK ((reading = 'SERVICE_POINT') = (minimum_share IS NULL))`);

    // A verdict read from residents or area may be known where that from the service point is not.
    this.addSql(`DO $$
      DECLARE name text;
      BEGIN
        FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = 'coverage'::regclass
          AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%status%facilities_within%'
        LOOP EXECUTE format('ALTER TABLE coverage DROP CONSTRAINT %I', name);
        END LOOP;
      END $$`);
    this.addSql(`ALTER TABLE coverage
      ADD reading text NOT NULL DEFAULT 'SERVICE_POINT'
        CHECK (reading IN ('SERVICE_POINT', 'RESIDENTS', 'AREA')),
      ADD CHECK (nearest_facility_id IS NULL OR facilities_within IS NOT NULL),
      ADD CHECK (facilities_within = 0 OR nearest_facility_id IS NOT NULL),
      ADD CHECK (CASE reading
        WHEN 'SERVICE_POINT' THEN status = CASE
          WHEN facilities_within IS NULL THEN 'UNKNOWN'
          WHEN facilities_within > 0 THEN 'PASS' ELSE 'FAIL' END
        WHEN 'RESIDENTS' THEN (status = 'UNKNOWN') = (coalesce(residents_total, 0) = 0)
        ELSE (status = 'UNKNOWN') = (area_covered_share IS NULL) END)`);
    // Whoever is far from everything may get a new nearest facility from far away.
    this.addSql('CREATE INDEX coverage_far ON coverage (rule_id, nearest_distance_meters)');

    this.addSql('ALTER TABLE community ADD version integer NOT NULL DEFAULT 1 CHECK (version > 0)');

    this.addSql(`CREATE TABLE scenario (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      name text NOT NULL CHECK (name <> ''),
      note text,
      version integer NOT NULL DEFAULT 1 CHECK (version > 0),
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now()
    )`);
    this.addSql(`CREATE TABLE scenario_change (
      scenario_id uuid NOT NULL REFERENCES scenario ON DELETE CASCADE,
      position integer NOT NULL CHECK (position >= 0),
      action text NOT NULL CHECK (action IN ('ADD', 'MOVE', 'REMOVE')),
      facility_id integer REFERENCES facility,
      kind_id integer REFERENCES facility_kind,
      location geometry(Point, 4326) CHECK (NOT ST_IsEmpty(location)
        AND ST_X(location) BETWEEN -180 AND 180 AND ST_Y(location) BETWEEN -90 AND 90),
      PRIMARY KEY (scenario_id, position),
      UNIQUE (scenario_id, facility_id),
      CHECK ((action = 'ADD') = (facility_id IS NULL)),
      CHECK ((action = 'ADD') = (kind_id IS NOT NULL)),
      CHECK ((action = 'REMOVE') = (location IS NULL))
    )`);
    this.addSql('CREATE INDEX scenario_change_facility ON scenario_change (facility_id)');
  }

  override down(): void {
    this.addSql('DROP TABLE scenario_change');
    this.addSql('DROP TABLE scenario');
    this.addSql('ALTER TABLE community DROP version');
    this.addSql('DROP INDEX coverage_far');
    // What was judged by other readings would not pass the old checks.
    this.addSql(`DELETE FROM coverage WHERE reading <> 'SERVICE_POINT'`);
    this.addSql(`ALTER TABLE coverage DROP reading,
      ADD CHECK ((status = 'UNKNOWN') = (facilities_within IS NULL)),
      ADD CHECK (status = 'UNKNOWN' OR (status = 'PASS') = (facilities_within > 0))`);
    this.addSql('ALTER TABLE coverage_rule DROP reading, DROP minimum_share');
  }
}
