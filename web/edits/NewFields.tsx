import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';

/** What a new facility is called, of which kind it is, and its address. */
export function NewFields({
  kind,
  name,
  address,
  setKind,
  setName,
  setAddress,
}: {
  kind: string;
  name: string;
  address: string;
  setKind: (kind: string) => void;
  setName: (name: string) => void;
  setAddress: (address: string) => void;
}) {
  const { t, language } = useI18n();
  const kinds = useStart().data?.facilityKinds ?? [];
  return (
    <div className="form">
      <label>
        {t('edit.field.kind')}
        <select
          value={kind}
          data-testid="new-kind"
          onChange={(event) => setKind(event.target.value)}
        >
          {kinds.map((each) => (
            <option key={each.code} value={each.code}>
              {placeName(each, language)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('edit.field.name')}
        <input
          value={name}
          maxLength={200}
          required
          // Blanks are no name.
          pattern=".*\S.*"
          title={t('edit.field.name')}
          data-testid="new-name"
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label>
        {t('edit.field.address')}
        <input
          value={address}
          maxLength={200}
          data-testid="new-address"
          onChange={(event) => setAddress(event.target.value)}
        />
      </label>
    </div>
  );
}
