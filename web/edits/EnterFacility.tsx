import { useQuery } from 'urql';
import { mayEdit, useViewer } from '../account/viewer.ts';
import { AccessAtDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { useRule } from '../rules/useRule.ts';
import type { Position } from '../view/view.ts';
import { startPlacing } from './placing.ts';

/** Enters a new facility at a place, where whoever is signed in may do so. */
export function EnterFacility({
  at,
  community,
}: {
  at: Position;
  /** The community there; null outside of all, undefined while it is not known. */
  community: { id: string } | null | undefined;
}) {
  const { t } = useI18n();
  const viewer = useViewer();
  const rule = useRule();
  const id = community?.id;
  const [{ data }] = useQuery({
    query: AccessAtDocument,
    variables: { id: id ?? '' },
    pause: !id || !mayEdit(viewer),
  });
  if (!mayEdit(viewer) || !id || (data?.community?.access ?? 'NONE') === 'NONE') return null;
  return (
    <button
      type="button"
      className="button"
      data-testid="enter-facility"
      onClick={() =>
        startPlacing({
          before: null,
          kind: rule?.facilityKinds[0]?.code ?? 'plaza',
          name: '',
          at,
        })
      }
    >
      {t('edit.enter')}
    </button>
  );
}
