/// <reference types="vite/client" />

type Texts = Record<string, unknown>;

const files = import.meta.glob<Texts>('../../../../public/i18n/**/*.json', {
  eager: true,
  import: 'default',
});
const sources = import.meta.glob<string>(['../../**/*.{ts,html}', '!../../**/*.spec.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

function flatten(texts: Texts, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null
        ? [...flatten(value as Texts, `${prefix}${key}.`)]
        : [[`${prefix}${key}`, String(value)] as const],
    ),
  );
}

/** All texts of a language, with the name of the feature in front as the pages use them. */
function textsIn(language: string): Map<string, string> {
  return new Map(
    Object.entries(files).flatMap(([path, texts]) => {
      const match = /i18n\/(?:(.+)\/)?(\w+)\.json$/.exec(path);
      return match?.[2] === language ? [...flatten(texts, match[1] ? `${match[1]}.` : '')] : [];
    }),
  );
}

const placeholders = (text: string) =>
  [...text.matchAll(/{{\s*(\w+)\s*}}/g)].map((m) => m[1]).sort();

describe('texts', () => {
  const french = textsIn('fr');
  const english = textsIn('en');

  it('exist in French and English under the same keys', () => {
    expect(french.size).toBeGreaterThan(100);
    expect([...english.keys()].sort()).toEqual([...french.keys()].sort());
  });

  it('take the same values and are never empty', () => {
    for (const [key, text] of french) {
      expect(text.trim(), key).not.toBe('');
      expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });

  it('exist for every key written in a page', () => {
    expect(Object.keys(sources).length).toBeGreaterThan(50);
    const missing = Object.entries(sources).flatMap(([path, source]) =>
      [...source.matchAll(/(?<![\w])(?:t|plural)\(\s*'([\w]+(?:\.[\w]+)+)'\s*[,)]/g)]
        .map((match) => match[1] ?? '')
        .filter((key) => !french.has(key) && !french.has(`${key}.other`))
        .map((key) => `${path}: ${key}`),
    );
    expect(missing).toEqual([]);
  });
});
