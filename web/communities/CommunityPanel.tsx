import './communities.css';
import { Tabs } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { CoverageCard } from '../coverage/CoverageCard.tsx';
import { StatusMark } from '../coverage/StatusMark.tsx';
import { useRule } from '../coverage/useCoverage.ts';
import { ReviewSwitch } from '../edits/ReviewSwitch.tsx';
import { CommunityDocument } from '../generated/graphql.ts';
import { GridList } from '../grids/GridList.tsx';
import type { GridRow } from '../grids/grid.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName, shortName } from '../i18n/names.ts';
import { DetailHead } from '../layout/DetailHead.tsx';
import { Empty } from '../layout/Empty.tsx';
import { PanelSkeleton } from '../layout/PanelSkeleton.tsx';
import { Problem } from '../layout/Problem.tsx';
import { focusMap } from '../map/camera.ts';
import { useOverlay } from '../map/overlay.ts';
import { freshKey, rounded } from '../scenarios/changes.ts';
import { changesStore, openTrial } from '../scenarios/store.ts';
import { useStart } from '../start.ts';
import { takeUnseen } from '../view/select.ts';
import type { DetailTab, Position } from '../view/view.ts';
import { replaceView, useView } from '../view/viewStore.ts';
import { CommunityFacts } from './CommunityFacts.tsx';
import type { CommunityDetail } from './community.ts';
import { communityOverlay, explainedBBox } from './communityOverlay.ts';

/** Why a community passes or fails, in words, figures and on the map. */
export function CommunityPanel({ id }: { id: string }) {
  const { t } = useI18n();
  const [{ data, error }, execute] = useQuery({ query: CommunityDocument, variables: { id } });
  if (error && !data) {
    return <Problem error={error} retry={() => execute({ requestPolicy: 'network-only' })} />;
  }
  if (!data) return <PanelSkeleton />;
  if (!data.community) {
    return (
      <DetailHead title={t('community.notFound')}>
        <Empty title="" hint={t('community.notFoundHint')} />
      </DetailHead>
    );
  }
  return (
    <Detail
      community={data.community}
      onChanged={() => execute({ requestPolicy: 'network-only' })}
    />
  );
}

function Detail({ community, onChanged }: { community: CommunityDetail; onChanged: () => void }) {
  const { t, language } = useI18n();
  const chosen = useRule();
  const rules = useStart().data?.coverageRules ?? [];
  const tab = useView((view) => view.tab);
  const [grids, setGrids] = useState<readonly GridRow[]>([]);
  const [activeGrid, setActiveGrid] = useState<string>();
  const shownGrids = tab === 'grids' ? grids : NO_GRIDS;
  const overlay = useMemo(
    () =>
      communityOverlay(
        community,
        tab === 'grids' ? undefined : chosen,
        shownGrids,
        activeGrid,
        language,
      ),
    [community, chosen, tab, shownGrids, activeGrid, language],
  );
  useOverlay(overlay);
  useEffect(() => {
    const bbox = tab === 'grids' ? community.bbox : explainedBBox(community, chosen);
    if (chosen && bbox && takeUnseen(community.id)) focusMap({ bbox, maxZoom: 15, gentle: true });
  }, [community, chosen, tab]);

  const verdict = community.coverages.find(({ rule }) => rule.code === chosen?.code);
  const ordered = [...rules].sort(
    (a, b) => Number(b.code === chosen?.code) - Number(a.code === chosen?.code),
  );
  return (
    <article className="community" data-testid="community-panel">
      <DetailHead title={placeName(community, language)}>
        <p className="detail-sub">
          {verdict && <StatusMark status={verdict.status} word />}
          <span>{placeName(community.region, language)}</span>
        </p>
        {verdict?.status === 'FAIL' && chosen && community.servicePoint && (
          <button
            type="button"
            className="try-here"
            data-testid="try-here"
            onClick={() => trySiteAt(community.servicePoint?.coordinates as Position, chosen)}
          >
            {t('trial.openHere')}
          </button>
        )}
      </DetailHead>
      <Tabs
        activeKey={tab}
        onChange={(key) => {
          replaceView({ tab: key as DetailTab });
          if (key === 'grids' && community.bbox) {
            focusMap({ bbox: community.bbox, maxZoom: 16, gentle: true });
          }
        }}
        items={[
          {
            key: 'coverage',
            label: t('community.tabs.coverage'),
            children: (
              <>
                {ordered.map((rule) => {
                  const coverage = community.coverages.find((each) => each.rule.code === rule.code);
                  return (
                    coverage && (
                      <CoverageCard
                        key={rule.code}
                        rule={rule}
                        coverage={coverage}
                        chosen={rule.code === chosen?.code}
                      />
                    )
                  );
                })}
                <CommunityFacts community={community} />
                <ReviewSwitch community={community} onChanged={onChanged} />
              </>
            ),
          },
          {
            key: 'grids',
            label: t('community.tabs.grids'),
            children: (
              <GridList
                community={community.id}
                name={shortName(community, language)}
                onLoaded={setGrids}
                active={activeGrid}
                onActive={setActiveGrid}
              />
            ),
          },
        ]}
      />
    </article>
  );
}

const NO_GRIDS: readonly GridRow[] = [];

/** Tries a facility of the rule's first kind at a place, beside what is tried already. */
function trySiteAt(
  at: Position,
  { facilityKinds }: { facilityKinds: readonly { code: string }[] },
) {
  const kind = facilityKinds[0]?.code;
  if (!kind) return;
  const key = freshKey(changesStore.get());
  openTrial({ action: 'ADD', key, kind, at: rounded(at) });
}
