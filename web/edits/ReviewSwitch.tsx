import { useState } from 'react';
import { useMutation } from 'urql';
import { mayPlan, useViewer } from '../account/viewer.ts';
import { SetReviewedDocument } from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';

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
  const [{ fetching }, change] = useMutation(SetReviewedDocument);
  const [failed, setFailed] = useState(false);
  const [wanted, setWanted] = useState<boolean | null>(null);
  if (!mayPlan(viewer)) return null;
  const { id, version, reviewed } = community;
  // What was asked for shows at once, until the hub has said what it is.
  if (wanted === reviewed) setWanted(null);
  const toggle = async (next: boolean) => {
    setWanted(next);
    const { error } = await change({ input: { id, version, reviewed: next } });
    setFailed(Boolean(error));
    if (error) setWanted(null);
    onChanged();
  };
  return (
    <div className="review-filter">
      <label>
        <input
          type="checkbox"
          checked={wanted ?? reviewed}
          disabled={fetching}
          data-testid="reviewed"
          onChange={(event) => void toggle(event.target.checked)}
        />{' '}
        {t('edit.review.required')}
      </label>
      {failed && (
        <p role="alert" className="trouble">
          {t('account.trouble.stale')}
        </p>
      )}
    </div>
  );
}
