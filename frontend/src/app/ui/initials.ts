/** « Dr. Amina El Fassi » gives « AF »: first letters of the first and the last word. */
export function initials(name: string): string {
  const words = name
    .replace(/^(dr|pr|prof|mme|mr|m)\.?\s+/i, '')
    .split(/[\s-]+/)
    .filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => word?.charAt(0).toLocaleUpperCase() ?? '').join('');
}

/** A hue that is always the same for the same name. */
export function hueOf(name: string): number {
  let hash = 0;
  for (const character of name) {
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  }
  return hash;
}
