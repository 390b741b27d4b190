import { useState } from 'react';
import { mayPlan, useViewer } from '../account/viewer.ts';
import { SetReviewedDocument } from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { useI18n } from '../i18n/i18n.ts';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';

/** For planners: whether changes by cadres wait for them in a community. */
export function ReviewSwitch({
  community,
  onChanged,
}: {
  community: { id: string; version: number; reviewed: boolean };
  onChanged: () => void;
}) {
  const { t } = useI18n();
  const viewer = useViewer();
  const { busy, trouble, attempt } = useAttempt();
  const [wanted, setWanted] = useState<boolean | null>(null);
  if (!mayPlan(viewer)) return null;
  const { id, version, reviewed } = community;
  // What was chosen shows at once, until the hub has answered.
  if (wanted === reviewed) setWanted(null);
  const toggle = async (next: boolean) => {
    setWanted(next);
    const input = { id, version, reviewed: next };
    const { error } = await attempt(() =>
      client.mutation(SetReviewedDocument, { input }).toPromise(),
    );
    if (error) setWanted(null);
    onChanged();
  };
  return (
    <div className="review-filter">
      <label>
        <input
          type="checkbox"
          checked={wanted ?? reviewed}
          disabled={busy}
          data-testid="reviewed"
          onChange={(event) => void toggle(event.target.checked)}
        />{' '}
        {t('edit.review.required')}
      </label>
      <TroubleNote trouble={trouble} />
    </div>
  );
}
