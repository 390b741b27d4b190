import { cacheExchange, type Data } from '@urql/exchange-graphcache';
import { Client, fetchExchange } from 'urql';
import { askAgainExchange, askEverythingAgain } from './offline/askAgain.ts';
import { lastKnownExchange } from './offline/lastKnown.ts';
import { whenOnline } from './offline/online.ts';
import { readToken } from './shared/token.ts';

const byCode = (data: Data) => (data.code ? String(data.code) : null);
const embedded = () => null;

/** The one GraphQL client. Rules and kinds are known by their code; figures belong to their parent. */
export const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  fetchOptions: () => {
    const token = readToken();
    return token ? { headers: { authorization: `Bearer ${token}` } } : {};
  },
  exchanges: [
    askAgainExchange,
    cacheExchange({
      keys: {
        CoverageRule: byCode,
        FacilityKind: byCode,
        Hub: embedded,
        Attribution: embedded,
        Coverage: embedded,
        CoverageSummary: embedded,
        CoverageStatuses: embedded,
        FacilityPositions: embedded,
        NearestFacility: embedded,
        PointCoverage: embedded,
        CoverageBasis: embedded,
        FacilityWorth: embedded,
        ScenarioChange: embedded,
        ScenarioFigures: embedded,
        ScenarioOutcome: embedded,
        ScenarioVerdict: embedded,
      },
    }),
    lastKnownExchange,
    fetchExchange,
  ],
});

whenOnline(() => askEverythingAgain(client));
