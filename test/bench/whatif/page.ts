/// <reference types="vite/client" />
import 'maplibre-gl/dist/maplibre-gl.css';
import * as maplibregl from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { Change } from '../../../web/scenarios/changes.ts';
import { Trial } from '../../../web/scenarios/trial.ts';

/** What one run is about. */
export interface Size {
  communities: number;
  cells: number;
  facilities: number;
  radiusMeters: number;
  moves: number;
}

/** Milliseconds of every move: worked out, and worked out and coloured on the map. */
export interface Times {
  buildMs: number;
  workedOut: number[];
  coloured: number[];
  turned: number;
}

declare global {
  interface Window {
    run?: (size: Size) => Promise<Times>;
  }
}

maplibregl.setWorkerUrl(workerUrl);

/** Numbers from 0 to 1 that are the same in every run (a linear congruence, Numerical Recipes). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A city of square communities of 0.6 km², as many as wide as high. */
function createCity({ communities, cells, facilities }: Size) {
  const random = createRandom(20_261_123);
  const columns = Math.ceil(Math.sqrt(communities));
  const side = 775 / 111_200;
  const [west, south] = [121, 25];
  const corner = (c: number): [number, number] => [
    west + ((c % columns) * side) / Math.cos((25 / 180) * Math.PI),
    south + Math.floor(c / columns) * side,
  ];
  const anywhere = (c: number): [number, number] => {
    const [x, y] = corner(c);
    return [x + random() * side, y + random() * side];
  };
  const homes = Array.from({ length: cells }, (_, i) => i % communities);
  const ids = Array.from({ length: communities }, (_, c) => `community_${c + 1}`);
  return {
    basis: {
      dataVersion: '1',
      communities: ids,
      names: ids,
      namesEn: ids,
      servicePoints: ids.flatMap((_, c) => anywhere(c)),
      cellPositions: homes.flatMap(anywhere),
      cellResidents: homes.map(() => 1 + Math.floor(random() * 300)),
      cellCommunities: homes,
    },
    positions: {
      dataVersion: '1',
      ids: Array.from({ length: facilities }, (_, i) => `facility_${i + 1}`),
      names: Array.from({ length: facilities }, () => 'x'),
      kinds: Array.from({ length: facilities }, () => 'plaza'),
      // Crowded towards one corner, so that a good share fails.
      coordinates: Array.from({ length: facilities }, () =>
        anywhere(Math.floor(random() ** 3 * communities)),
      ).flat(),
    },
    squares: {
      type: 'FeatureCollection' as const,
      features: ids.map((id, c) => {
        const [x, y] = corner(c);
        const ring = [
          [x, y],
          [x + side, y],
          [x + side, y + side],
          [x, y + side],
          [x, y],
        ];
        return {
          type: 'Feature' as const,
          properties: { id },
          geometry: { type: 'Polygon' as const, coordinates: [ring] },
        };
      }),
    },
    middle: corner(Math.floor(communities / 2) + Math.floor(columns / 2)),
    side,
  };
}

window.run = async (size) => {
  const { basis, positions, squares, middle, side } = createCity(size);
  const map = new maplibregl.Map({
    container: 'map',
    center: middle,
    zoom: 11,
    style: {
      version: 8,
      sources: { hub: { type: 'geojson', data: squares, promoteId: 'id' } },
      layers: [
        {
          id: 'communities',
          type: 'fill',
          source: 'hub',
          paint: {
            'fill-color': ['match', ['feature-state', 'proposed'], 'PASS', '#9cc5d0', '#f2b48c'],
          },
        },
      ],
    },
  });
  await map.once('idle');

  const began = performance.now();
  const trial = new Trial(basis, positions, {
    radiusMeters: size.radiusMeters,
    reading: 'SERVICE_POINT',
    minimumShare: null,
    facilityKinds: [{ code: 'plaza', name: 'plaza', nameEn: 'plaza' }],
  });
  const buildMs = performance.now() - began;

  /** A pin goes round and round through the city, some meters at a time. */
  const move = (step: number): Change => ({
    action: 'ADD',
    key: 'new-0',
    kind: 'plaza',
    at: [
      middle[0] + 30 * side * Math.cos(step / 60) * (step / size.moves),
      middle[1] + 30 * side * Math.sin(step / 60) * (step / size.moves),
    ],
  });
  const times: Times = { buildMs, workedOut: [], coloured: [], turned: 0 };
  for (let step = 0; step < size.moves; step++) {
    const change = move(step);
    const start = performance.now();
    const turned = trial.apply([change]);
    const { communitiesGained } = trial.outcome;
    const worked = performance.now();
    for (const { id, proposed } of turned) map.setFeatureState({ source: 'hub', id }, { proposed });
    times.coloured.push(performance.now() - start);
    times.workedOut.push(worked - start);
    times.turned += turned.length;
    if (communitiesGained < 0) throw new Error('nonsense');
    // As with a real pointer: the page draws in between.
    if (step % 10 === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return times;
};
