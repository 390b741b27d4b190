import './communities.css';
import { Tabs } from 'antd';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { CoverageCard } from '../coverage/CoverageCard.tsx';
import { StatusMark } from '../coverage/StatusMark.tsx';
import { CommunityDocument } from '../generated/graphql.ts';
import { GridList } from '../grids/GridList.tsx';
import type { GridRow } from '../grids/grid.ts';
import { useStart } from '../hub/start.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName, regionPath, shortName } from '../i18n/names.ts';
import { useRule } from '../rules/useRule.ts';
import { focusMap } from '../stage/camera.ts';
import { useOverlay } from '../stage/overlay.ts';
import { takeUnseen } from '../stage/select.ts';
import { DetailHead } from '../ui/DetailHead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { PanelSkeleton } from '../ui/PanelSkeleton.tsx';
import { Problem } from '../ui/Problem.tsx';
import type { DetailTab } from '../view/view.ts';
import { replaceView, useView } from '../view/viewStore.ts';
import { CommunityFacts } from './CommunityFacts.tsx';
import type { CommunityDetail } from './community.ts';
import { communityOverlay, explainedBBox } from './communityOverlay.ts';

/** What other features add to the panel of a community. */
export interface CommunityParts {
  /** Below its name. */
  head(community: CommunityDetail): ReactNode;
  /** Below its figures; `onChanged` asks for the community again. */
  foot(community: CommunityDetail, onChanged: () => void): ReactNode;
}

/** Why a community passes or fails, in words, figures and on the map. */
export function CommunityPanel({ id, parts }: { id: string; parts: CommunityParts }) {
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
      parts={parts}
      onChanged={() => execute({ requestPolicy: 'network-only' })}
    />
  );
}

function Detail({
  community,
  parts,
  onChanged,
}: {
  community: CommunityDetail;
  parts: CommunityParts;
  onChanged: () => void;
}) {
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
          <span>{regionPath(community.region, language)}</span>
        </p>
        {parts.head(community)}
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
                {parts.foot(community, onChanged)}
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
