/** FNV-1a in 32 bits: the same number for the same text in every process. It spreads things out and keeps nothing secret. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
