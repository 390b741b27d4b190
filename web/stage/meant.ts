/**
 * Which of the facilities under a tap may be meant: those that stand within so many pixels of it; else the nearest
 * one, whose symbol was touched at its edge.
 * @param pixels how far each is from the tap, the nearest first
 * @returns how many of them
 */
export function numberMeant(pixels: readonly number[], radius: number): number {
  const within = pixels.filter((each) => each <= radius).length;
  return within > 0 ? within : Math.min(pixels.length, 1);
}
