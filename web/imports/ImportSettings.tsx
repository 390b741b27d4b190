import { useMemo } from 'react';
import { infoOf, isReferenceSystem } from '../../server/coordinates/reference-names.ts';
import { systemsFor } from '../exports/exportLink.ts';
import type { ConfigureImportInput, ImportField, ImportTarget } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { useStart } from '../start.ts';
import type { Import } from './useImport.ts';
import { useShown } from './useShown.ts';

/** Fields of each target, in the order of the form. */
const FIELDS: Record<ImportTarget, readonly ImportField[]> = {
  COMMUNITIES: [
    'CODE',
    'NAME',
    'NAME_EN',
    'REGION',
    'RESIDENTS',
    'HOUSEHOLDS',
    'POPULATION_DATE',
    'GEOMETRY',
  ],
  FACILITIES: [
    'CODE',
    'NAME',
    'KIND',
    'ADDRESS',
    'OPENING',
    'NOTE',
    'LONGITUDE',
    'LATITUDE',
    'GEOMETRY',
  ],
  GRIDS: ['CODE', 'NAME', 'NAME_EN', 'COMMUNITY', 'HOUSEHOLDS', 'RESIDENTS', 'STATUS', 'GEOMETRY'],
  RESIDENT_CELLS: ['CODE', 'COMMUNITY', 'RESIDENTS', 'LONGITUDE', 'LATITUDE', 'GEOMETRY'],
  INDICATORS: ['CODE', 'NAME', 'RESIDENTS', 'HOUSEHOLDS', 'POPULATION_DATE'],
};
const TARGETS = Object.keys(FIELDS) as ImportTarget[];

/** What the file is taken for: guessed by the hub, and changeable. Every change has it read again. */
export function ImportSettings({
  found,
  onChange,
}: {
  found: Import;
  onChange: (settings: Partial<ConfigureImportInput>) => void;
}) {
  const { t } = useI18n();
  const { target, layers, layer, encoding, format } = found;
  return (
    <div className="form">
      <Choice
        label={t('import.target')}
        value={target ?? ''}
        testId="import-target"
        options={TARGETS.map((each) => [each, t(`import.targets.${each}`)])}
        onChange={(value) => onChange({ target: value as ImportTarget })}
      />
      {layers.length > 1 && (
        <Choice
          label={t('import.layer')}
          value={layer ?? ''}
          options={layers.map((each) => [each, each])}
          onChange={(value) => onChange({ layer: value })}
        />
      )}
      {format === 'csv' && (
        <Choice
          label={t('export.encoding')}
          value={encoding ?? ''}
          options={[
            ['utf-8', 'UTF-8'],
            ['gb18030', 'GB18030'],
          ]}
          onChange={(value) => onChange({ encoding: value })}
        />
      )}
      {target && target !== 'INDICATORS' && <SystemChoice found={found} onChange={onChange} />}
      {target && <Mapping found={found} target={target} onChange={onChange} />}
    </div>
  );
}

function SystemChoice({
  found: { system, systemGuess, statedErrorMeters, swapAxes },
  onChange,
}: {
  found: Import;
  onChange: (settings: Partial<ConfigureImportInput>) => void;
}) {
  const { t, language } = useI18n();
  const { data } = useStart();
  const systems = useMemo(() => systemsFor(data?.hub.bbox), [data?.hub.bbox]);
  const fit = systemGuess?.fits.find((each) => each.system === systemGuess.system);
  const guessed =
    systemGuess && isReferenceSystem(systemGuess.system)
      ? infoOf(systemGuess.system).names[language]
      : '';
  return (
    <>
      <label>
        {t('import.system')}
        <select
          value={system ?? ''}
          data-testid="import-system"
          onChange={(event) => onChange({ system: event.target.value })}
        >
          {(['common', 'near', 'other'] as const).map((group) => (
            <optgroup key={group} label={t(`export.systems.${group}`)}>
              {systems[group].map(({ id, names }) => (
                <option key={id} value={id}>
                  {names[language]}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {systemGuess && (
        <p className="hint" data-testid="import-guess">
          {t(`import.guess.${systemGuess.reason}`, {
            system: guessed,
            declared: systemGuess.declaredText ?? '',
            hits: fit?.hits ?? 0,
            of: fit?.of ?? 0,
          })}
          {statedErrorMeters != null &&
            ` ${t('export.systemError', { meters: statedErrorMeters })}`}
        </p>
      )}
      {(swapAxes || systemGuess?.swapAxes) && (
        <label className="check">
          <input
            type="checkbox"
            checked={swapAxes}
            onChange={(event) => onChange({ swapAxes: event.target.checked })}
          />
          <span>{t('import.swapAxes')}</span>
        </label>
      )}
    </>
  );
}

function Mapping({
  found: { mapping, columns },
  target,
  onChange,
}: {
  found: Import;
  target: ImportTarget;
  onChange: (settings: Partial<ConfigureImportInput>) => void;
}) {
  const { t, language } = useI18n();
  const kinds = useStart().data?.facilityKinds ?? [];
  const of = (field: ImportField) => mapping.find((each) => each.field === field);
  const set = (field: ImportField, column: string | null, value: string | null = null) => {
    const others = mapping.filter((each) => each.field !== field);
    const next = column || value ? [...others, { field, column, value }] : others;
    onChange({
      mapping: next.map((each) => ({
        field: each.field,
        column: each.column ?? null,
        value: each.value ?? null,
      })),
    });
  };
  const fields = FIELDS[target].filter((field) => field !== 'GEOMETRY' || of(field));
  return (
    <details className="mapping">
      <summary>{t('import.mapping')}</summary>
      {fields.map((field) => (
        <Choice
          key={field}
          label={t(`import.field.${field}`)}
          value={of(field)?.value ? `=${of(field)?.value}` : (of(field)?.column ?? '')}
          options={[
            ['', t('import.noColumn')],
            ...columns.map((column): [string, string] => [column, column]),
            ...(field === 'KIND'
              ? kinds.map((kind): [string, string] => [
                  `=${kind.code}`,
                  t('import.allAre', { name: language === 'zh' ? kind.name : kind.nameEn }),
                ])
              : []),
          ]}
          onChange={(value) =>
            value.startsWith('=') ? set(field, null, value.slice(1)) : set(field, value || null)
          }
        />
      ))}
    </details>
  );
}

function Choice({
  label,
  value,
  options,
  onChange,
  testId,
}: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChange: (value: string) => void;
  testId?: string;
}) {
  const [shown, choose] = useShown(value);
  return (
    <label>
      {label}
      <select
        value={shown}
        data-testid={testId}
        onChange={({ target }) => {
          choose(target.value);
          onChange(target.value);
        }}
      >
        {value === '' && !options.some(([each]) => each === '') && <option value="">—</option>}
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
