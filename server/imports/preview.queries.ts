import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import {
  type Connection,
  findPage,
  type List,
  mapNodes,
  type Ordering,
} from '../lists/connection.ts';
import type { Page } from '../lists/page.ts';
import type { BBox } from '../shared/geo-input.ts';
import { boxOf, touchesBox } from '../shared/shapes.ts';
import type {
  ImportAction,
  ImportFeature,
  ImportIssue,
  ImportIssueCount,
} from './preview.types.ts';
import { fixOf, messageOf } from './staged/issue-texts.ts';
import type { Issue, IssueCode } from './staged/issues.ts';

const BY_ISSUE: Ordering = {
  name: 'issues',
  direction: 'ASC',
  key: sql`coalesce(i.row, 0)`,
  type: 'int4',
};
const BY_ROW: Ordering = { name: 'rows', direction: 'ASC', key: sql`s.row`, type: 'int4' };
/** Names of the orderings, for their cursors. */
export const ISSUE_ORDER = BY_ISSUE.name;
export const FEATURE_ORDER = BY_ROW.name;

/** The middle of a staged geometry, valid or not. */
const MIDDLE = sql`ST_Centroid(ST_Envelope(s.geometry))`;
const LOCATION = sql`CASE WHEN NOT ST_IsEmpty(s.geometry) THEN ARRAY[ST_X(${MIDDLE}), ST_Y(${MIDDLE})] END`;

type StoredIssue = Omit<ImportIssue, 'message' | 'suggestedFix'>;

/** A page of the issues of an import, by row. */
export async function findIssues(
  em: EntityManager,
  importId: number,
  code: IssueCode | undefined,
  page: Page,
): Promise<Connection<ImportIssue>> {
  const where = [sql`i.import_id = ${importId}`];
  if (code) where.push(sql`i.code = ${code}`);
  const list: List = {
    columns: sql`i.id::int AS id, i.row, i.code, i.severity, i.field, i.value, i.detail, i.figure,
      ${LOCATION} AS location`,
    from: sql`import_issue i LEFT JOIN import_feature s
      ON s.import_id = i.import_id AND s.row = i.row`,
    id: sql`i.id::int`,
    where,
    ordering: BY_ISSUE,
  };
  const stored = await findPage<StoredIssue>(em, list, page);
  return mapNodes(stored, (issue) => ({
    ...issue,
    message: messageOf(issue),
    suggestedFix: fixOf(issue),
  }));
}

/** An issue that stands for all of its kind. */
export interface IssueExample {
  readonly code: IssueCode;
  readonly row: number | null;
  readonly message: string;
}

/** The first issue of each code. */
export async function issueExamples(em: EntityManager, importId: number): Promise<IssueExample[]> {
  const { rows } = await sql<Issue>`
    SELECT DISTINCT ON (code, severity) row, code, severity, field, value, detail, figure
    FROM import_issue WHERE import_id = ${importId} ORDER BY code, severity, row NULLS FIRST, id`.execute(
    em.getKysely(),
  );
  return rows.map((issue) => ({ code: issue.code, row: issue.row, message: messageOf(issue) }));
}

/** The number of issues by code, errors first. */
export async function countIssues(
  em: EntityManager,
  importId: number,
): Promise<ImportIssueCount[]> {
  const { rows } = await sql<ImportIssueCount>`
    SELECT code, severity, count(*)::int AS count FROM import_issue WHERE import_id = ${importId}
    GROUP BY code, severity ORDER BY severity, count(*) DESC, code`.execute(em.getKysely());
  return rows;
}

/** Which staged rows are wanted; all where a criterion is missing. */
export interface FeatureCriteria {
  readonly action?: ImportAction | undefined;
  readonly bbox?: BBox | undefined;
  readonly onlyIssues?: boolean;
}

/** A page of the staged rows of an import, in the order of the file. */
export function findFeatures(
  em: EntityManager,
  importId: number,
  { action, bbox, onlyIssues }: FeatureCriteria,
  page: Page,
): Promise<Connection<ImportFeature>> {
  const hasIssues = sql`EXISTS (SELECT 1 FROM import_issue i
    WHERE i.import_id = s.import_id AND i.row = s.row)`;
  const where: RawBuilder<unknown>[] = [sql`s.import_id = ${importId}`];
  if (action) where.push(sql`s.action = ${action}`);
  if (bbox) where.push(touchesBox(sql`s.geometry`, bbox));
  if (onlyIssues) where.push(hasIssues);
  const list: List = {
    columns: sql`s.row, s.code, s.name, coalesce(s.action, 'SKIP') AS action,
      s.matched_by AS "matchedBy", ${hasIssues} AS "hasIssues", ST_AsGeoJSON(s.geometry, 7)::json AS geometry`,
    from: sql`import_feature s`,
    id: sql`s.row`,
    where,
    ordering: BY_ROW,
  };
  return findPage(em, list, page);
}

/** Bounding box of the staged rows; null when none has a place. */
export async function getStagedBox(em: EntityManager, importId: number): Promise<BBox | null> {
  const { rows } = await sql<{ bbox: BBox | null }>`
    SELECT ${boxOf(sql`extent`)} AS bbox FROM (SELECT ST_Extent(geometry) AS extent
      FROM import_feature WHERE import_id = ${importId}) whole`.execute(em.getKysely());
  return rows[0]?.bbox ?? null;
}
