import { fromUrl, isFiltered, toUrl } from './search-filters';

describe('search filters in the URL', () => {
  it('survive the way there and back', () => {
    const filters = {
      q: 'Fontaine',
      specialty: 'cardiologie',
      city: 'Lyon',
      language: 'ar',
      mode: 'distanciel' as const,
    };
    expect(fromUrl(toUrl(filters))).toEqual(filters);
    expect(toUrl(filters)['mode']).toBe('video');
  });

  it('ignore what they do not know', () => {
    const filters = fromUrl({ mode: 'constructor', q: ['a', 'b'], other: 'x' });
    expect(filters).toEqual(fromUrl({}));
    expect(isFiltered(filters)).toBe(false);
  });

  it('remove empty parameters', () => {
    expect(Object.values(toUrl(fromUrl({}))).every((value) => value === null)).toBe(true);
  });
});
