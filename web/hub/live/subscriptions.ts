import { type Exchange, type ExecutionResult, subscriptionExchange } from 'urql';

/** Sends subscriptions by the WebSocket, whose code is loaded when the first one begins. */
export const liveExchange: Exchange = subscriptionExchange({
  forwardSubscription: ({ query = '', variables }) => ({
    subscribe(sink) {
      let end: (() => void) | undefined;
      let isEnded = false;
      void import('./socket.ts').then(({ socket }) => {
        if (isEnded) return;
        end = socket.subscribe(
          { query, variables: variables ?? null },
          { ...sink, next: (result) => sink.next(result as ExecutionResult) },
        );
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
