/** Bytes of one record: a polygon of 100,000 positions written out at length has 6 million. */
export const MAX_RECORD_BYTES = 32 * 1024 * 1024;
/** Brackets inside of brackets in JSON; a MultiPolygon inside of collections needs ten. */
export const MAX_DEPTH = 64;
/** Bytes that one part of an archive may have once it is unpacked. */
export const MAX_INFLATED_BYTES = 4 * 1024 ** 3;
/** Files in one archive. */
export const MAX_ENTRIES = 1_000;
/** Columns of one table, and cells of one record. */
export const MAX_COLUMNS = 2_000;
