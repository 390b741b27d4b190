import writeExcelFile, { type Cell, type Row } from 'write-excel-file/node';
import type { HubRow } from '../hub/hub.queries.ts';
import type { RuleRow } from '../rules/rules.queries.ts';
import type { FailingRow } from './failing.queries.ts';

type Language = 'zh' | 'en';

/** A column of the sheet. */
interface Column {
  readonly heading: Readonly<Record<Language, string>>;
  /** In characters; a Chinese one counts as two. */
  readonly width: number;
  /** Number format of Excel; texts without one. */
  readonly format?: string;
  value(row: FailingRow, language: Language): string | number | null;
}

const WHOLE = '#,##0';
const PERCENT = '0.0%';

const COLUMNS: readonly Column[] = [
  {
    heading: { zh: '街道（区）', en: 'Street or district' },
    width: 20,
    value: ({ street, streetEn }, language) => nameIn(language, street, streetEn),
  },
  { heading: { zh: '社区代码', en: 'Code' }, width: 16, value: ({ code }) => code },
  {
    heading: { zh: '社区', en: 'Community' },
    width: 22,
    value: ({ name, nameEn }, language) => nameIn(language, name, nameEn),
  },
  {
    heading: { zh: '居民（人）', en: 'Residents' },
    width: 13,
    format: WHOLE,
    value: ({ population }) => population,
  },
  {
    heading: { zh: '最近设施', en: 'Nearest facility' },
    width: 32,
    value: ({ facility }) => facility,
  },
  {
    heading: { zh: '距离（米）', en: 'Distance (m)' },
    width: 14,
    format: WHOLE,
    value: ({ distanceMeters }) => distanceMeters,
  },
  {
    heading: { zh: '未覆盖居民（人）', en: 'Residents without' },
    width: 19,
    format: WHOLE,
    value: ({ residentsTotal, residentsCovered }) =>
      residentsTotal === null || residentsCovered === null
        ? null
        : residentsTotal - residentsCovered,
  },
  {
    heading: { zh: '居民覆盖率', en: 'Residents covered' },
    width: 19,
    format: PERCENT,
    value: ({ residentsTotal, residentsCovered }) =>
      residentsTotal ? (residentsCovered ?? 0) / residentsTotal : null,
  },
  {
    heading: { zh: '面积覆盖率', en: 'Area covered' },
    width: 15,
    format: PERCENT,
    value: ({ areaCoveredShare }) => areaCoveredShare,
  },
];

/** What the sheet is about. */
export interface FailingSheet {
  readonly language: Language;
  readonly hub: HubRow;
  readonly rule: RuleRow;
  readonly rows: readonly FailingRow[];
  /** Day on which it is made, `YYYY-MM-DD`. */
  readonly date: string;
}

/** A list of communities that fail a rule, as a spreadsheet (.xlsx) to hand on and print. */
export async function failingSheet(sheet: FailingSheet): Promise<Buffer> {
  const { language, rows, hub } = sheet;
  const heading: Row = COLUMNS.map((column) => ({
    value: column.heading[language],
    fontWeight: 'bold',
    wrap: true,
    align: column.format ? 'right' : 'left',
    backgroundColor: '#E6F0EF',
    bottomBorderStyle: 'thin',
  }));
  const top: Row[] = [...titleOf(sheet).map(spanning), heading];
  const sources = hub.attribution.map(
    (source) => `${language === 'en' ? source.nameEn : source.name} (${source.licence})`,
  );
  const bottom: Row[] = [
    [],
    ...sources.map((source) => spanning({ value: source, textColor: '#666666' })),
  ];
  return writeExcelFile(
    [
      ...top,
      ...rows.map((row) => COLUMNS.map((column) => cellOf(column, row, language))),
      ...bottom,
    ],
    {
      sheet: language === 'zh' ? '不达标社区' : 'Failing communities',
      columns: COLUMNS.map(({ width }) => ({ width })),
      stickyRowsCount: top.length,
      orientation: 'landscape',
    },
  ).toBuffer();
}

function titleOf({ language, hub, rule, rows, date }: FailingSheet): Exclude<Cell, null>[] {
  const isChinese = language === 'zh';
  const title = isChinese
    ? `${hub.cityName}：未达标社区`
    : `${hub.cityNameEn}: communities that fail`;
  const name = isChinese ? `规则：${rule.name}` : `Rule: ${rule.nameEn}`;
  const facts = isChinese
    ? `${date}，数据版本 ${hub.dataVersion}，共 ${rows.length} 个社区`
    : `${date}, data version ${hub.dataVersion}, ${rows.length} communities`;
  return [
    { value: title, fontWeight: 'bold', fontSize: 16 },
    { value: `${name}${clauseOf(rule, language)}` },
    { value: facts },
  ];
}

/** A numbered clause is one of the policy; anything else is named as a source. */
function clauseOf({ clause }: RuleRow, language: Language): string {
  if (clause === '') return '';
  const isNumber = /^\d+(\.\d+)*$/.test(clause);
  if (language === 'zh') return isNumber ? `（依据第 ${clause} 条）` : `（依据 ${clause}）`;
  return isNumber ? ` (clause ${clause})` : ` (${clause})`;
}

/** A text across the whole width. */
function spanning(cell: Exclude<Cell, null>): Row {
  const rest = COLUMNS.slice(1).map(() => null);
  return [{ ...(cell as object), columnSpan: COLUMNS.length } as Cell, ...rest];
}

function cellOf(column: Column, row: FailingRow, language: Language): Cell {
  const value = column.value(row, language);
  if (value === null) return null;
  // Typed as text, so that nothing that somebody entered becomes a formula.
  if (typeof value === 'string') return { value, type: String, wrap: true };
  return { value, type: Number, ...(column.format && { format: column.format }) };
}

function nameIn(language: Language, name: string, nameEn: string | null): string {
  return language === 'en' && nameEn ? `${nameEn} ${name}` : name;
}
