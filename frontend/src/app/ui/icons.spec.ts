/// <reference types="vite/client" />
import { iconHref, type IconName } from './icon-name';

const sprites = import.meta.glob<string>('../../../public/icons*.svg', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const sources = import.meta.glob<string>(['../**/*.{ts,html}', '!../**/*.spec.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** Where each symbol is, `/icons.svg#add`. */
const drawn = Object.entries(sprites).flatMap(([path, svg]) =>
  [...svg.matchAll(/<symbol id="(\w+)"/g)].map(
    (match) => `/${path.split('/').at(-1) ?? ''}#${match[1] ?? ''}`,
  ),
);

describe('icons', () => {
  it('are each drawn once, in the sprite that their name leads to', () => {
    const source = sources['./icon-name.ts'] ?? '';
    const names = [...source.matchAll(/^ {2}(?:\| )?'(\w+)'/gm)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(50);
    expect(names.map((name) => iconHref(name as IconName)).sort()).toEqual(drawn.sort());
  });

  it('of the front page and its frame are all in the first sprite', () => {
    const first = Object.entries(sources).filter(([path]) =>
      /public\/home\/|layout\/(shell|preferences)/.test(path),
    );
    const used = first.flatMap(([, source]) =>
      [...source.matchAll(/(?:name="|icon: ')(\w+)["']/g)].map((match) => match[1] ?? ''),
    );
    expect(used.length).toBeGreaterThan(10);
    const elsewhere = used.filter((name) => !iconHref(name as IconName).startsWith('/icons.svg#'));
    expect(elsewhere).toEqual([]);
  });
});
