import type {
  ImportDetailFragment,
  ImportField,
  ImportMappingInput,
} from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { useKindNames } from '../kinds/useKindNames.ts';
import { Checkbox } from './Checkbox.tsx';
import type { Settings } from './settings.ts';

/** Marks a value for all rows in the list of columns. */
const VALUE = 'value:';

/** Which column fills which field; the kind of facility can be one for all rows. */
export function MappingTable({
  detail: { mapping, columns, fields, requiredFields },
  configure,
}: {
  detail: ImportDetailFragment;
  configure: (settings: Settings) => Promise<void>;
}) {
  const { t } = useI18n();
  const kindNames = useKindNames();
  if (fields.length === 0) return null;
  const entries: ImportMappingInput[] = mapping.map(({ field, column, value }) => ({
    field,
    ...(column === null ? { value } : { column }),
  }));
  const choose = (field: ImportField, chosen: string): void => {
    const others = entries.filter((entry) => entry.field !== field);
    if (chosen === '') return void configure({ mapping: others });
    const filled = chosen.startsWith(VALUE)
      ? { field, value: chosen.slice(VALUE.length) }
      : { field, column: chosen };
    void configure({ mapping: [...others, filled] });
  };
  const used = new Set(mapping.map(({ column }) => column));
  const unused = columns.filter((column) => !used.has(column));
  const kept = mapping.filter(({ field }) => field === 'ATTRIBUTE').length > 0;
  const keepUnused = (keep: boolean): void => {
    const others = entries.filter(({ field }) => field !== 'ATTRIBUTE');
    const unusedOnes = unused.map((column) => ({ field: 'ATTRIBUTE' as const, column }));
    void configure({ mapping: keep ? [...others, ...unusedOnes] : others });
  };
  return (
    <details className="import-mapping" open={mapping.length < requiredFields.length || undefined}>
      <summary data-testid="import-mapping">{t('import.mapping')}</summary>
      {fields
        .filter((field) => field !== 'ATTRIBUTE')
        .map((field) => {
          const entry = mapping.find((each) => each.field === field);
          const chosen = entry?.column ?? (entry?.value != null ? `${VALUE}${entry.value}` : '');
          return (
            <label key={field}>
              {t(`import.field.${field}`)}
              {requiredFields.includes(field) && ` (${t('import.required')})`}
              <select
                value={chosen}
                data-testid={`map-${field}`}
                onChange={({ target }) => choose(field, target.value)}
              >
                <option value="">{t('import.none')}</option>
                {columns.map((column) => (
                  <option key={column} value={column}>
                    {column}
                  </option>
                ))}
                {field === 'KIND' && (
                  <optgroup label={t('import.allRows')}>
                    {[...kindNames].map(([kind, name]) => (
                      <option key={kind} value={`${VALUE}${kind}`}>
                        {name}
                      </option>
                    ))}
                  </optgroup>
                )}
              </select>
            </label>
          );
        })}
      {fields.includes('ATTRIBUTE') && (kept || unused.length > 0) && (
        <Checkbox checked={kept} text={t('import.attributes')} onChange={keepUnused} />
      )}
      {unused.length > 0 && (
        <p className="hint">{t('import.unused', { list: unused.join('、') })}</p>
      )}
    </details>
  );
}
