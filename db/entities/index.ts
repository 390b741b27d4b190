import { ApiToken } from './api-token.ts';
import { Community } from './community.ts';
import { Coverage } from './coverage.ts';
import { CoverageRule } from './coverage-rule.ts';
import { Facility } from './facility.ts';
import { FacilityChange } from './facility-change.ts';
import { FacilityKind } from './facility-kind.ts';
import { FacilityProposal } from './facility-proposal.ts';
import { Grid } from './grid.ts';
import { Person } from './person.ts';
import { Region } from './region.ts';
import { ResidentCell } from './resident-cell.ts';
import { Scenario } from './scenario.ts';

export { Community, Facility, Grid, Region };

/** Every table that the ORM maps. */
export const entities = [
  Region,
  Community,
  FacilityKind,
  Facility,
  Grid,
  ResidentCell,
  CoverageRule,
  Coverage,
  Scenario,
  Person,
  ApiToken,
  FacilityChange,
  FacilityProposal,
];
