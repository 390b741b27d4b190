import type { Data, KeyingConfig } from '@urql/exchange-graphcache';

/** What may make a stored answer outdated. */
export type Touch =
  /** An edit from this page, beyond what its answer says. */
  | 'edit'
  /** A change of facilities or verdicts, by whomever, that the hub reports in detail. */
  | 'change'
  /** Such a change, when service stations or resident cells are among it. */
  | 'stations';

/**
 * The cache policy: which root fields of queries are outdated by what. One that nothing touches is requested
 * again only when everything may have changed, as after an import.
 */
export const TOUCHED_BY: Readonly<Record<string, readonly Touch[]>> = {
  apiTokens: [],
  communities: ['edit', 'change'],
  // The answer to an edit says what it did to its facility and the communities around.
  community: ['change'],
  facility: ['change'],
  coverageBasis: ['edit', 'stations'],
  coverageRules: [],
  referenceSystems: [],
  // A change carries the verdicts that it alters: they are put right in place.
  coverageStatuses: ['edit'],
  coverageSummary: ['edit', 'change'],
  evaluateScenario: ['edit', 'change'],
  facilities: ['edit', 'change'],
  facilityKinds: ['edit', 'change'],
  facilityPositions: ['edit', 'change'],
  facilityProposals: ['edit', 'change'],
  hub: [],
  import: ['edit', 'change'],
  imports: ['edit', 'change'],
  nodes: ['edit', 'change'],
  passwordLinkName: [],
  people: [],
  previewEdit: ['edit', 'change'],
  regions: [],
  scenario: [],
  scenarios: [],
  secondFactor: [],
  sessions: [],
  viewer: [],
};

/** Whether something makes a root field outdated; of a field that is not in the table, everything does. */
export function isTouched(rootField: string, touch: Touch): boolean {
  return TOUCHED_BY[rootField]?.includes(touch) ?? true;
}

/** What of a facility or community an edit may change beyond what its answer says. */
export const JUDGED_FIELDS: ReadonlySet<string> = new Set([
  'coverage',
  'coverages',
  'facilities',
  'servicePoint',
  'worth',
  'history',
]);

/** Types without an id of their own: they are stored with what they belong to. */
const EMBEDDED_TYPES = [
  'AccountPayload',
  'ApiTokenPayload',
  'Attribution',
  'CommunityPayload',
  'Coverage',
  'CoverageBasis',
  'CoverageStatuses',
  'CoverageStep',
  'CoverageSummary',
  'DataOrigin',
  'EditPreview',
  'FacilityPayload',
  'FacilityPositions',
  'FacilitySnapshot',
  'FacilityWorth',
  'Hub',
  'HubChange',
  'ImportCountsInfo',
  'ImportFeature',
  'ImportIssue',
  'ImportIssueCount',
  'ImportNewRegions',
  'ImportMapping',
  'ImportPayload',
  'ImportProblemInfo',
  'ImportProgress',
  'NearestFacility',
  'PasswordLinkPayload',
  'PointCoverage',
  'RecoveryCodesPayload',
  'ScenarioChange',
  'ScenarioFigures',
  'ScenarioOutcome',
  'ScenarioPayload',
  'ScenarioVerdict',
  'SecondFactor',
  'SecondFactorSetup',
  'SystemFit',
  'SystemGuessInfo',
  'ViewerInfo',
];

const byCode = (data: Data) => (data.code ? String(data.code) : null);

/** The keys of entities in the cache, where it is not their `id`. */
export const KEYS: KeyingConfig = {
  CoverageRule: byCode,
  FacilityKind: byCode,
  ...Object.fromEntries(EMBEDDED_TYPES.map((type) => [type, () => null])),
};
