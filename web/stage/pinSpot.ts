/** Height of the largest pin above its tip, in pixels, as its style sheet has it. */
export const PIN_HEIGHT = 64;

/** Room between a pin and the edge of what is free, in pixels. */
export const PIN_MARGIN = 6;

/**
 * Where the tip of a pin goes that should stand `middle` pixels below the upper edge of the map: so low that the pin
 * above it can be seen, but above what is covered from `free` pixels on.
 */
export function tipBetween(middle: number, free: number): number {
  return Math.max(0, Math.min(Math.max(middle, PIN_HEIGHT + PIN_MARGIN), free - PIN_MARGIN));
}
