import { type Exchange, subscriptionExchange } from 'urql';

/** Sends subscriptions by the WebSocket, whose code is loaded when the first one begins. */
export const liveExchange: Exchange = subscriptionExchange({
  forwardSubscription: ({ query = '', variables }) => ({
    subscribe(sink) {
      let end: (() => void) | undefined;
      let isEnded = false;
      void import('./socket.ts').then(({ socket }) => {
        if (!isEnded) end = socket.subscribe({ query, variables: variables ?? null }, sink);
      });
      return {
        unsubscribe() {
          isEnded = true;
          end?.();
        },
      };
    },
  }),
});
