import { describe, expect, it } from 'vitest';
import { createModes, type Mode } from '../../../web/stage/mode.ts';

const mode = (name: string): Mode => ({ name });
const [browse, trial, place] = ['browse', 'trial', 'place'].map(mode) as [Mode, Mode, Mode];

describe('the modes of a map', () => {
  it('begin with the one that is never left', () => {
    const modes = createModes(browse);
    modes.leave(browse);
    expect(modes.active.get()).toBe(browse);
  });

  it('have one active mode: the last that was entered, and after it the one before', () => {
    const modes = createModes(browse);
    modes.enter(trial);
    modes.enter(place);
    expect(modes.active.get()).toBe(place);
    modes.leave(place);
    expect(modes.active.get()).toBe(trial);
    modes.leave(trial);
    expect(modes.active.get()).toBe(browse);
  });

  it('can be left below the active one, which stays', () => {
    const modes = createModes(browse);
    modes.enter(trial);
    modes.enter(place);
    modes.leave(trial);
    expect(modes.active.get()).toBe(place);
    modes.leave(place);
    expect(modes.active.get()).toBe(browse);
  });

  it('stay where they are when they are entered again, or left without having been entered', () => {
    const modes = createModes(browse);
    modes.enter(trial);
    modes.enter(place);
    modes.enter(trial);
    expect(modes.active.get()).toBe(place);
    modes.leave(mode('another'));
    expect(modes.active.get()).toBe(place);
  });

  it('tell those who follow them only when another becomes active', () => {
    const modes = createModes(browse);
    const seen: string[] = [];
    modes.active.subscribe(() => seen.push(modes.active.get().name));
    modes.enter(trial);
    modes.enter(trial);
    modes.enter(place);
    modes.leave(trial);
    modes.leave(place);
    expect(seen).toEqual(['trial', 'place', 'browse']);
  });
});
