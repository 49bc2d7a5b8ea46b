import { compact, nextCursor } from './list-params';

describe('compact', () => {
  it('drops what is empty and keeps false and zero', () => {
    expect(compact({ q: '', city: 'Lyon', page: 0, open: false, mode: null })).toEqual({
      city: 'Lyon',
      page: 0,
      open: false,
    });
  });
});

describe('nextCursor', () => {
  it('reads the next page from the Link header', () => {
    const link = '<http://host/api/directory/doctors/?cursor=abc%3D&limit=12>; rel="next"';
    expect(nextCursor(link)).toBe('abc=');
    expect(nextCursor(null)).toBeNull();
    expect(nextCursor('<http://host/>; rel="prev"')).toBeNull();
  });
});
