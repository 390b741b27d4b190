import { Foundation } from './0001-foundation.ts';
import { ReadingsAndScenarios } from './0002-readings-and-scenarios.ts';
import { PeopleAndHistory } from './0003-people-and-history.ts';
import { Imports } from './0004-imports.ts';
import { KnownDevices } from './0005-known-devices.ts';
import { SecondFactors } from './0006-second-factors.ts';
import { Regions } from './0007-regions.ts';

/** All migrations, in the order in which they are applied. A released one never changes. */
export const MIGRATIONS = [
  { name: '0001-foundation', class: Foundation },
  { name: '0002-readings-and-scenarios', class: ReadingsAndScenarios },
  { name: '0003-people-and-history', class: PeopleAndHistory },
  { name: '0004-imports', class: Imports },
  { name: '0005-known-devices', class: KnownDevices },
  { name: '0006-second-factors', class: SecondFactors },
  { name: '0007-regions', class: Regions },
];
