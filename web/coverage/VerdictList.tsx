import './coverage.css';
import { Table, type TableColumnsType, type TableColumnType, type TableProps } from 'antd';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  type CommunityOrder,
  type OrderDirection,
  VerdictPageDocument,
  type VerdictPageQuery,
} from '../generated/graphql.ts';
import { useI18n } from '../i18n/i18n.ts';
import { placeName, shortName } from '../i18n/names.ts';
import { formatNumber, formatShare } from '../i18n/numbers.ts';
import type { Rule } from '../rules/rule.ts';
import { useRule } from '../rules/useRule.ts';
import { selectCommunity } from '../stage/select.ts';
import { Empty } from '../ui/Empty.tsx';
import { Problem } from '../ui/Problem.tsx';
import { useView } from '../view/viewStore.ts';

const PAGE_SIZE = 20;

type Row = VerdictPageQuery['communities']['edges'][number]['node'];
type Order = { field: CommunityOrder['field']; direction: OrderDirection };
type Page = { from: number; after?: string | null; before?: string | null };

const FIRST: Page = { from: 0 };
/** Worst first: the farthest, or by a rule that reads residents the one with the most who are not covered. */
const worstFirst = (rule: Rule | undefined): Order =>
  rule?.reading === 'RESIDENTS'
    ? { field: 'RESIDENTS_UNCOVERED', direction: 'DESC' }
    : { field: 'NEAREST_FACILITY_DISTANCE', direction: 'DESC' };

/** The communities of one verdict (failing, unless filtered), sorted and paged by the server. */
export default function VerdictList() {
  const { t, language } = useI18n();
  const rule = useView((view) => view.rule);
  const status = useView((view) => view.status) ?? 'FAIL';
  const region = useView((view) => view.district);
  const worst = worstFirst(useRule());
  const [chosenOrder, setOrderBy] = useState<Order>();
  const orderBy = chosenOrder ?? worst;
  const [openPage, setOpenPage] = useState<{ filter: string; page: Page }>();
  // A page belongs to its filter: under another one the list begins anew, and no old cursor is sent.
  const filter = `${rule} ${status} ${region}`;
  const page = openPage?.filter === filter ? openPage.page : FIRST;
  const setPage = (next: Page) => setOpenPage({ filter, page: next });
  const { before, after } = page;
  const [{ data, error, fetching }, execute] = useQuery({
    query: VerdictPageDocument,
    variables: {
      rule,
      filter: { coverage: { rule, status }, ...(region ? { region } : {}) },
      orderBy,
      ...(before ? { last: PAGE_SIZE, before } : { first: PAGE_SIZE, ...(after ? { after } : {}) }),
    },
  });
  if (error && !data) {
    return <Problem error={error} retry={() => execute({ requestPolicy: 'network-only' })} />;
  }
  const communities = data?.communities;
  const total = communities?.totalCount ?? 0;
  const info = communities?.pageInfo;

  const sorted = (field: Order['field'], largestFirst = false): TableColumnType<Row> => ({
    sorter: true,
    sortOrder: orderBy.field === field ? shownOrder(orderBy) : null,
    sortDirections: largestFirst ? ['descend', 'ascend'] : ['ascend', 'descend'],
    key: field,
  });
  const columns: TableColumnsType<Row> = [
    {
      title: t('list.community'),
      ...sorted('NAME'),
      render: (_, row) => (
        <button
          type="button"
          className="row-name"
          aria-label={t('list.open', { name: placeName(row, language) })}
          onClick={(event) => {
            event.stopPropagation();
            open(row);
          }}
        >
          {shortName(row, language)}
          {language === 'en' && row.nameEn && <small>{row.name}</small>}
        </button>
      ),
    },
    {
      title: t('list.district'),
      ...sorted('CODE'),
      render: (_, { region: district }) => shortName(district, language).replace(/ District$/, ''),
    },
    {
      title: t('list.distance'),
      ...sorted('NEAREST_FACILITY_DISTANCE', true),
      align: 'right',
      render: (_, { coverage }) =>
        coverage.nearest ? `${formatNumber(coverage.nearest.distanceMeters, language)} m` : '–',
    },
    {
      title: t('list.uncovered'),
      ...sorted('RESIDENTS_UNCOVERED', true),
      align: 'right',
      render: (_, { coverage: { residentsCovered, residentsTotal, residentsCoveredShare } }) =>
        residentsCovered === null || residentsTotal === null || residentsCoveredShare === null ? (
          t('noData')
        ) : (
          <>
            {t('community.people', {
              figure: formatNumber(residentsTotal - residentsCovered, language),
            })}
            <small>{formatShare(1 - residentsCoveredShare, language)}</small>
          </>
        ),
    },
  ];

  const change: TableProps<Row>['onChange'] = (_pages, _filters, sorter) => {
    const chosen = Array.isArray(sorter) ? sorter[0] : sorter;
    const field = chosen?.columnKey as Order['field'];
    setOrderBy(chosen?.order ? orderOf(field, chosen.order) : undefined);
    setPage(FIRST);
  };

  return (
    <section
      className="verdict-list"
      aria-label={t(`list.title.${status}`)}
      data-testid="verdict-list"
    >
      <h3>
        {t(`list.title.${status}`)} {communities && <span>{formatNumber(total, language)}</span>}
      </h3>
      <Table<Row>
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={communities?.edges.map(({ node }) => node) ?? []}
        loading={fetching && !communities}
        pagination={false}
        showSorterTooltip={false}
        onChange={change}
        onRow={(row) => ({ onClick: () => open(row) })}
        locale={{
          emptyText: fetching ? (
            ' '
          ) : (
            <Empty title={t(`list.none.${status}`)} hint={t('list.noneHint')} />
          ),
        }}
      />
      {info && total > PAGE_SIZE && (
        <nav className="pager" aria-label={t(`list.title.${status}`)}>
          <button
            type="button"
            disabled={page.from === 0}
            onClick={() =>
              setPage({ from: Math.max(0, page.from - PAGE_SIZE), before: info.startCursor })
            }
          >
            {t('list.previous')}
          </button>
          <span aria-live="polite">
            {t('list.page', {
              from: formatNumber(page.from + 1, language),
              to: formatNumber(Math.min(page.from + PAGE_SIZE, total), language),
              total: formatNumber(total, language),
            })}
          </span>
          <button
            type="button"
            disabled={page.from + PAGE_SIZE >= total}
            onClick={() => setPage({ from: page.from + PAGE_SIZE, after: info.endCursor })}
          >
            {t('list.next')}
          </button>
        </nav>
      )}
    </section>
  );
}

function shownOrder({ direction }: Order): 'ascend' | 'descend' {
  return direction === 'ASC' ? 'ascend' : 'descend';
}

function orderOf(field: Order['field'], shown: 'ascend' | 'descend'): Order {
  return { field, direction: shown === 'ascend' ? 'ASC' : 'DESC' };
}

function open({ id, name }: Row) {
  selectCommunity(id, name);
}
