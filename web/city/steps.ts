import type { CityQuery, ImportTarget } from '../generated/graphql.ts';

/** What a city's data are made of, in the order in which they are brought: each lies in the one before. */
export type StepName = 'regions' | 'communities' | 'facilities' | 'residents' | 'rules';

/** How far a step has come. */
export type StepState = 'DONE' | 'PARTLY' | 'MISSING';

/** A step, and what its text names. */
export interface Step {
  readonly name: StepName;
  readonly state: StepState;
  /** How many there are. */
  readonly figure: number;
  /** How many of them lack something; 0 when none does. */
  readonly lacking: number;
  /** What a file of it is imported as; undefined where it is not brought by files. */
  readonly target?: ImportTarget;
}

/** How far the city has come. Kinds that a rule needs and that have no facility are counted in `facilities`. */
export function stepsOf(city: CityQuery): Step[] {
  const { regions, communities, facilities, coverageSummary: summary, coverageRules } = city;
  const needed = new Map(
    coverageRules.flatMap(({ facilityKinds }) => facilityKinds.map((kind) => [kind.code, kind])),
  );
  const without = [...needed.values()].filter(({ facilityCount }) => facilityCount === 0).length;
  const unplaced = summary.unknown;
  const residents = summary.residentsTotal ?? 0;
  return [
    step('regions', regions.totalCount, 0, 'REGIONS'),
    step(
      'communities',
      communities.totalCount,
      without < needed.size ? unplaced : 0,
      'COMMUNITIES',
    ),
    step('facilities', facilities.totalCount, without, 'FACILITIES'),
    step('residents', residents, 0, 'RESIDENT_CELLS'),
    step('rules', coverageRules.length, 0),
  ];
}

function step(name: StepName, figure: number, lacking: number, target?: ImportTarget): Step {
  const state = figure === 0 ? 'MISSING' : lacking > 0 ? 'PARTLY' : 'DONE';
  return { name, state, figure, lacking, ...(target && { target }) };
}

/** Files to begin with: the headers that are recognised, and rows to be written over. Places are in WGS 84. */
export const EXAMPLES: Readonly<
  Partial<Record<StepName, { readonly file: string; readonly text: string }>>
> = {
  regions: {
    file: 'regions-行政区.csv',
    text: '区划代码,名称,级别,上级代码\n230100,示例市,市,\n230103,示例区,区,230100\n230103001,示例街道,街道,230103\n',
  },
  communities: {
    file: 'communities-社区.csv',
    text: '社区代码,社区名称,街道,区县,市,人口,户数,统计月份,geometry\n230103001001,示例社区,示例街道,示例区,示例市,5200,2100,2026-10,"POLYGON((126.64 45.75,126.65 45.75,126.65 45.757,126.64 45.757,126.64 45.75))"\n',
  },
  facilities: {
    file: 'facilities-设施.csv',
    text: '设施编号,设施名称,类别,经度,纬度,地址\nF-001,示例广场,plaza,126.645,45.753,示例路1号\nF-002,示例健身路径,fitness-path,126.6462,45.7541,示例路8号\n',
  },
  residents: {
    file: 'residents-居民点.csv',
    text: '社区代码,人口,户数,经度,纬度\n230103001001,120,48,126.6441,45.7528\n',
  },
};
