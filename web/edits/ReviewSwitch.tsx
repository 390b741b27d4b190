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
  if (!mayPlan(viewer)) return null;
  const { id, version, reviewed } = community;
  const toggle = async () => {
    const { error } = await change({ input: { id, version, reviewed: !reviewed } });
    setFailed(Boolean(error));
    onChanged();
  };
  return (
    <div className="review-filter">
      <label>
        <input
          type="checkbox"
          checked={reviewed}
          disabled={fetching}
          data-testid="reviewed"
          onChange={() => void toggle()}
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
