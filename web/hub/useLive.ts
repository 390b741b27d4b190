import { useEffect } from 'react';
import { HubChangedDocument, type HubChangedSubscription } from '../generated/graphql.ts';
import type { BBox } from '../view/view.ts';
import { isInView } from './cacheUpdates.ts';
import { client } from './client.ts';
import { isOwnChange } from './live/ownChanges.ts';
import { liveVersionStore } from './live/version.ts';
import { requestStartAgain, useStart } from './start.ts';

type Change = HubChangedSubscription['hubChanged'];

/** Changes that come close to each other are reported together, after the answer to a write of one's own. */
const REPORT_AFTER_MS = 1_000;

/**
 * Keeps what is shown as it is on the hub: listens to changes in a box of the map.
 * @param onOthers receives the number of changes that others have made; pass the same function each time
 */
export function useLive(box: BBox | undefined, onOthers: (count: number) => void): void {
  const opened = useStart().data?.hub.dataVersion;
  const isStarted = opened !== undefined;
  useEffect(() => {
    if (opened !== undefined && liveVersionStore.get() === undefined) liveVersionStore.set(opened);
  }, [opened]);

  useEffect(() => {
    if (!box || !isStarted) return;
    const others = collectOthers(onOthers);
    let isFirst = true;
    const { unsubscribe } = client
      .subscription(HubChangedDocument, { bbox: box, since: liveVersionStore.get() ?? null })
      .subscribe(({ data }) => {
        if (!data) return;
        const change = data.hubChanged;
        const isCatchingUp = isFirst && change.everything;
        isFirst = false;
        if (change.everything) void requestStartAgain();
        if (!change.everything && !isInView(change)) return;
        liveVersionStore.set(change.dataVersion);
        if (!isCatchingUp) others.add(change);
      });
    return () => {
      unsubscribe();
      others.stop();
    };
  }, [box, isStarted, onOthers]);
}

/** Counts changes that were not made on this page, and reports them once no more come. */
function collectOthers(report: (count: number) => void): {
  add(change: Change): void;
  stop(): void;
} {
  let collected: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const finish = (): void => {
    const others = collected.filter(({ dataVersion }) => !isOwnChange(dataVersion));
    collected = [];
    if (others.length > 0) report(others.length);
  };
  return {
    add(change) {
      collected.push(change);
      clearTimeout(timer);
      timer = setTimeout(finish, REPORT_AFTER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
