import './edits.css';
import { useState } from 'react';
import { type AnyVariables, type TypedDocumentNode, useQuery } from 'urql';
import { mayPlan, useViewer } from '../account/viewer.ts';
import {
  AcceptProposalDocument,
  type ProposalFieldsFragment,
  ProposalsDocument,
  RejectProposalDocument,
  type SnapshotFragment,
  WithdrawProposalDocument,
} from '../generated/graphql.ts';
import { client } from '../hub/client.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName } from '../i18n/names.ts';
import { useKindNames } from '../kinds/useKindNames.ts';
import { focusMap } from '../stage/camera.ts';
import { overlayFeature, useOverlay } from '../stage/overlay.ts';
import { DetailHead } from '../ui/DetailHead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { TextField } from '../ui/Field.tsx';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { Problem } from '../ui/Problem.tsx';
import { TroubleNote } from '../ui/TroubleNote.tsx';
import { useAttempt } from '../ui/useAttempt.ts';
import { useUnsaved } from '../view/drafts.ts';
import type { Position } from '../view/view.ts';
import { FIELDS, type FieldName, moveText, valueText } from './editText.ts';
import { fieldsOf } from './HistoryList.tsx';

type Proposal = ProposalFieldsFragment;
const NOTHING: readonly never[] = [];

/** Proposals: for planners those that wait, to be decided; for cadres their own, and what became of them. */
export function ReviewPanel() {
  const { t } = useI18n();
  const viewer = useViewer();
  const decides = mayPlan(viewer);
  const [all, setAll] = useState(!decides);
  const [{ data, error, stale }, execute] = useQuery({
    query: ProposalsDocument,
    variables: { state: all ? null : 'PENDING', mine: !decides },
    requestPolicy: 'cache-and-network',
  });
  const [shown, setShown] = useState<Proposal | null>(null);
  useShownProposal(shown);
  const refetch = () => execute({ requestPolicy: 'network-only' });
  const proposals = (data?.facilityProposals.edges ?? []).map(({ node }) => node as Proposal);
  if (all) proposals.reverse();
  return (
    <article data-testid="review-panel">
      <DetailHead title={t(decides ? 'edit.review.title' : 'edit.review.mine')} />
      {decides && (
        <div className="review-filter">
          <label>
            <input
              type="checkbox"
              checked={all}
              onChange={(event) => setAll(event.target.checked)}
            />{' '}
            {t('edit.review.decided')}
          </label>
        </div>
      )}
      {error && !data && <Problem error={error} retry={refetch} />}
      {!data && !error && <PanelSkeleton />}
      {data && proposals.length === 0 && (
        <Empty title={t('edit.review.none')} hint={t('edit.review.noneHint')} />
      )}
      <ul className="review" aria-busy={stale}>
        {proposals.map((proposal) => (
          <Item
            key={proposal.id}
            proposal={proposal}
            decides={decides}
            onShow={() => setShown(proposal)}
            onDone={refetch}
          />
        ))}
      </ul>
    </article>
  );
}

function Item({
  proposal,
  decides,
  onShow,
  onDone,
}: {
  proposal: Proposal;
  decides: boolean;
  onShow: () => void;
  onDone: () => void;
}) {
  const { t, language } = useI18n();
  const kinds = useKindNames();
  const { busy, trouble, attempt } = useAttempt();
  const [rejecting, setRejecting] = useState(false);
  const [answer, setAnswer] = useState('');
  useUnsaved(answer.trim() !== '');
  const before = proposal.before && fieldsOf(proposal.before as SnapshotFragment);
  const after = fieldsOf(proposal.after as SnapshotFragment);
  const changed = FIELDS.filter((field) =>
    proposal.fields.includes(field === 'at' ? 'location' : field),
  );
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const line = (field: FieldName) =>
    field === 'at' && before
      ? moveText(before.at as Position, after.at as Position, t, language)
      : t('edit.history.became', {
          field: t(`edit.field.${field}`),
          before: before ? valueText(field, before, t, kinds) : '',
          after: valueText(field, after, t, kinds),
        });
  const { id } = proposal;
  const version = proposal.facility?.version ?? null;
  const decide = async <Variables extends AnyVariables>(
    document: TypedDocumentNode<unknown, Variables>,
    variables: Variables,
  ) => {
    const { error } = await attempt(() => client.mutation(document, variables).toPromise());
    if (!error) onDone();
  };
  const pending = proposal.state === 'PENDING';
  return (
    <li data-testid="proposal" data-state={proposal.state}>
      <h3>
        {t(`edit.action.${proposal.action}`)}：{proposal.facility?.name ?? after.name}
      </h3>
      {changed.map((field) => (
        <p key={field}>{line(field)}</p>
      ))}
      {proposal.reason && <p>“{proposal.reason}”</p>}
      <small>
        {proposal.actor} · {time.format(new Date(proposal.madeAt as string))} ·{' '}
        {proposal.communities.map((community) => placeName(community, language)).join('、')}
      </small>
      {pending && version !== null && version !== proposal.version && (
        <p className="trouble">{t('edit.review.changedSince')}</p>
      )}
      {!pending && (
        <p className="edit-outcome" data-testid="proposal-outcome">
          <strong>{t(`edit.state.${proposal.state}`)}</strong>
          {proposal.decider && ` · ${proposal.decider}`}
          {proposal.answer && `：${proposal.answer}`}
        </p>
      )}
      <TroubleNote trouble={trouble} />
      {rejecting && (
        <div className="form">
          <TextField
            label={t('edit.review.why')}
            value={answer}
            maxLength={200}
            testId="reject-answer"
            onChange={setAnswer}
          />
        </div>
      )}
      <div className="buttons">
        <button type="button" className="button" onClick={onShow}>
          {t('edit.review.show')}
        </button>
        {pending && decides && !rejecting && (
          <button
            type="button"
            className="button button-main"
            disabled={busy}
            data-testid="accept"
            onClick={() => void decide(AcceptProposalDocument, { input: { id, version } })}
          >
            {t('edit.review.accept')}
          </button>
        )}
        {pending && decides && (
          <button
            type="button"
            className={`button ${rejecting ? 'button-danger' : ''}`}
            disabled={busy || (rejecting && answer.trim() === '')}
            data-testid="reject"
            onClick={() => {
              if (!rejecting) setRejecting(true);
              else void decide(RejectProposalDocument, { input: { id, answer } });
            }}
          >
            {t('edit.review.reject')}
          </button>
        )}
        {pending && proposal.isMine && (
          <button
            type="button"
            className="button"
            disabled={busy}
            data-testid="withdraw"
            onClick={() => void decide(WithdrawProposalDocument, { id })}
          >
            {t('edit.review.withdraw')}
          </button>
        )}
      </div>
    </li>
  );
}

/** Where a proposal would put the facility, and where it stands. */
function useShownProposal(proposal: Proposal | null): void {
  const [features, setFeatures] = useState<Parameters<typeof useOverlay>[0]>(NOTHING);
  const key = proposal?.id;
  if (proposal && features === NOTHING) setFeatures(featuresOf(proposal));
  const [drawn, setDrawn] = useState<string>();
  if (proposal && key !== drawn) {
    setDrawn(key);
    setFeatures(featuresOf(proposal));
    focusMap({ position: proposal.after.location as Position, minZoom: 16 });
  }
  useOverlay(features);
}

function featuresOf({ before, after }: Proposal) {
  const to = after.location as Position;
  const from = before?.location as Position | undefined;
  const moves = from && String(from) !== String(to);
  return [
    ...(moves
      ? [
          overlayFeature('reach', { type: 'LineString', coordinates: [from, to] }),
          overlayFeature('origin', { type: 'Point', coordinates: from }),
        ]
      : []),
    overlayFeature('target', { type: 'Point', coordinates: to }),
  ];
}
