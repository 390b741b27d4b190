import { useEffect, useRef } from 'react';
import { client } from '../client.ts';
import { useStatuses } from '../coverage/useCoverage.ts';
import { HubChangedDocument, type HubChangedSubscription } from '../generated/graphql.ts';
import { announce } from '../layout/announcer.ts';
import { requestStartAgain, useStart } from '../start.ts';
import type { BBox } from '../view/view.ts';
import { isInView } from './cacheUpdates.ts';
import { isOwnChange } from './ownChanges.ts';

type Change = HubChangedSubscription['hubChanged'];

/** Changes that come close to each other are announced together, after the answer to a write of one's own. */
const ANNOUNCE_AFTER_MS = 1_000;

/** Keeps what is shown as it is on the hub: listens to changes in a box of the map. */
export function useLive(box: BBox | undefined): void {
  const opened = useStart().data?.hub.dataVersion;
  const isStarted = opened !== undefined;
  /** The newest version that this page has in full, as far as the box goes. */
  const known = useRef<string>(undefined);
  known.current ??= opened;

  useEffect(() => {
    if (!box || !isStarted) return;
    const announcer = announceOthers();
    let isFirst = true;
    const { unsubscribe } = client
      .subscription(HubChangedDocument, { bbox: box, since: known.current ?? null })
      .subscribe(({ data }) => {
        if (!data) return;
        const change = data.hubChanged;
        const isCatchingUp = isFirst && change.everything;
        isFirst = false;
        if (change.everything) void requestStartAgain();
        if (!change.everything && !isInView(change)) return;
        known.current = change.dataVersion;
        if (!isCatchingUp) announcer.hear(change);
      });
    return () => {
      unsubscribe();
      announcer.stop();
    };
  }, [box, isStarted]);

  // Verdicts that were on their way while a change came in may be older than it.
  const [{ data }, askAgain] = useStatuses();
  const shown = data?.coverageStatuses.dataVersion;
  useEffect(() => {
    if (shown !== undefined && Number(shown) < Number(known.current)) {
      askAgain({ requestPolicy: 'network-only' });
    }
  }, [shown, askAgain]);
}

/** Tells screen readers of changes that were not made on this page. */
function announceOthers(): { hear(change: Change): void; stop(): void } {
  let heard: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    const others = heard.filter(({ dataVersion }) => !isOwnChange(dataVersion));
    heard = [];
    if (others.length > 0) announce('announce.changed', { figure: others.length });
  };
  return {
    hear(change) {
      heard.push(change);
      clearTimeout(timer);
      timer = setTimeout(tell, ANNOUNCE_AFTER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
