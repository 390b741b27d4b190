import { cacheExchange } from '@urql/exchange-graphcache';
import { Client, fetchExchange } from 'urql';
import { isTouched, KEYS } from './cachePolicy.ts';
import { UPDATES } from './cacheUpdates.ts';
import { freshAnswers } from './live/freshAnswers.ts';
import { ownChangesExchange } from './live/ownChanges.ts';
import { liveExchange } from './live/subscriptions.ts';
import { lastKnownExchange } from './offline/lastKnown.ts';
import { whenOnline } from './offline/online.ts';
import { refetchAll, refetchExchange } from './offline/refetch.ts';
import { persistedExchange } from './persisted.ts';

const fresh = freshAnswers((rootField) => isTouched(rootField, 'change'));

/** The one GraphQL client. */
export const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  exchanges: [
    ownChangesExchange,
    persistedExchange,
    refetchExchange,
    fresh.before,
    cacheExchange({ keys: KEYS, updates: UPDATES }),
    fresh.behind,
    lastKnownExchange,
    liveExchange,
    fetchExchange,
  ],
});

whenOnline(() => refetchAll(client));
