/** Two facilities of the same kind and name within this distance are the same one, unless both have codes. */
export const SAME_FACILITY_METERS = 50;
