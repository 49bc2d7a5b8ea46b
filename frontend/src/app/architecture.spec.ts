/// <reference types="vite/client" />

const sources = import.meta.glob<string>(['./**/*.{ts,html}', '!./api/**'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
const paths = Object.keys(sources);
/** What keeps state for several components; it fails silently, so each has a spec. */
const KEEPERS = /(-store|paged-list|slot-picker|session|live-socket)\.ts$/;

describe('the application', () => {
  it('has a spec for each store and for the slot picker', () => {
    const keepers = paths.filter((path) => KEEPERS.test(path));
    expect(keepers.length).toBeGreaterThan(7);
    expect(keepers.filter((path) => !paths.includes(path.replace(/\.ts$/, '.spec.ts')))).toEqual(
      [],
    );
  });

  it('changes appointments in one class alone, which names the version that was on screen', () => {
    const changing =
      /api\/fn\/appointments\/appointments-(?!list|retrieve|history|ics|accept-by-link)/;
    expect(paths.filter((path) => changing.test(sources[path] ?? ''))).toEqual([
      './booking/appointments-api.ts',
    ]);
  });

  it('takes every address of the API from the generated functions', () => {
    const written = Object.entries(sources)
      .filter(([path]) => !path.endsWith('.spec.ts'))
      .flatMap(([path, source]) =>
        [...source.matchAll(/['"`]\/api\/\w[^'"`]*/g)]
          .filter(({ index }) => !/^\s*(\/?\*|\/\/)/.test(lineAt(source, index)))
          .map((match) => `${path}: ${match[0]}`),
      );
    expect(written).toEqual([]);
  });
});

function lineAt(source: string, index: number): string {
  return source.slice(source.lastIndexOf('\n', index) + 1, index);
}
