/**
 * Colours of the map and of everything that explains it. Blue against orange stays apart for
 * red-green and blue-yellow blindness; hatch, dots and outlines say the same without colour.
 */
export const PALETTE = {
  ink: '#1d2b36',
  paper: '#f3f2ed',
  water: '#dfe9ee',
  brand: '#0f5c73',
  status: {
    PASS: { fill: '#9cc5d0', line: '#ffffff', text: '#0f5c73' },
    FAIL: { fill: '#f2b48c', line: '#9a3a0c', text: '#9a3a0c' },
    UNKNOWN: { fill: '#dcdfe1', line: '#7b868e', text: '#55616a' },
  },
  unjudged: '#e3e8ea',
  gained: '#0a4a5e',
  grid: '#5b4b8a',
  reach: '#0f5c73',
  district: '#3f5563',
} as const;
