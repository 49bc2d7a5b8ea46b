import { fromUrl, toApi, toUrl } from './appointment-filters';

describe('filters of the appointments', () => {
  it('begin with the requests that wait for a doctor', () => {
    expect(fromUrl({})).toEqual({ view: 'unassigned', status: '', q: '' });
    expect(toApi(fromUrl({}))).toMatchObject({ unassigned: true, status: 'pending' });
  });

  it('live in the URL', () => {
    const filters = { view: 'all', status: 'no_show', q: 'léa' } as const;
    expect(fromUrl(toUrl(filters))).toEqual(filters);
    expect(toApi(filters)).toEqual({ status: 'no_show', q: 'léa', ordering: '-start_time' });
    expect(fromUrl({ vue: 'tous', statut: 'autre' }).status).toBe('');
  });

  it('leave searching and ordering to the server', () => {
    const filters = { view: 'all', status: '', q: 'lea petit' } as const;
    expect(toApi(filters)).toEqual({ q: 'lea petit', ordering: '-start_time' });
    expect(toApi({ ...filters, status: 'pending' })).toMatchObject({ ordering: 'start_time' });
  });
});
