import './chooser.css';
import { useQuery } from 'urql';
import { FacilitiesAtDocument, type FacilityLineFragment } from '../generated/graphql.ts';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeLine, shortName } from '../i18n/names.ts';
import { KindIcon } from '../kinds/KindIcon.tsx';
import { useStore } from '../shared/store.ts';
import { type Choice, choiceStore } from '../stage/chooser.ts';
import { Dialog } from '../ui/Dialog.tsx';

/** The facilities at one spot of the map, to choose one of them; nothing while there is no such choice. */
export function FacilityChooser() {
  const choice = useStore(choiceStore, (value) => value);
  return choice ? <Chooser {...choice} /> : null;
}

function Chooser({ hits, choose }: Choice) {
  const { t, language } = useI18n();
  const kinds = useStart().data?.facilityKinds;
  const [{ data }] = useQuery({
    query: FacilitiesAtDocument,
    variables: { ids: hits.map(({ id }) => id) },
  });
  const lines = new Map(
    (data?.nodes as readonly (FacilityLineFragment | null)[] | undefined)?.map((line) => [
      line?.id,
      line,
    ]),
  );
  const close = () => choiceStore.set(null);
  return (
    <Dialog
      title={t('map.choose', { figure: hits.length })}
      onClose={close}
      testId="facility-chooser"
    >
      <ul className="chooser">
        {hits.map((hit) => {
          const kind = kinds?.find(({ code }) => code === hit.kind);
          const line = lines.get(hit.id);
          return (
            <li key={hit.id}>
              <button
                type="button"
                data-testid="choice"
                data-id={hit.id}
                onClick={() => {
                  close();
                  choose(hit);
                }}
              >
                <KindIcon code={hit.kind ?? ''} />
                <span>
                  <strong>{hit.name}</strong>
                  <small>
                    {[kind && shortName(kind, language), line && placeLine(line, language)]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
