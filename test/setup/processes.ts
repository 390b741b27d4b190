import { readdirSync, readFileSync } from 'node:fs';

/** The process started by `parent` (this one unless given) whose command line has these words, if there is one. */
export function childProcess(words: string, parent = process.pid): number | undefined {
  for (const id of readdirSync('/proc')) {
    if (/^\d+$/.test(id) && isChild(id, words, parent)) return Number(id);
  }
  return undefined;
}

function isChild(id: string, words: string, parent: number): boolean {
  try {
    // After the name in parentheses: state, then the parent's id.
    const [, parentId] =
      readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return parentId === String(parent) && command.includes(words);
  } catch {
    return false; // It has ended meanwhile.
  }
}
