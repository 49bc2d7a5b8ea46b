import { fromUrl, toApi, toUrl } from './account-filters';

describe('filters of the accounts', () => {
  it('live in the URL, in French', () => {
    const filters = { q: 'moreau', role: 'DOCTOR', state: 'waiting' } as const;
    expect(toUrl(filters)).toEqual({ q: 'moreau', role: 'medecin', etat: 'attente' });
    expect(fromUrl(toUrl(filters))).toEqual(filters);
    expect(fromUrl({ role: 'roi', etat: ['actif'] })).toEqual({ q: '', role: '', state: '' });
  });

  it('become what the API knows', () => {
    expect(toApi({ q: '', role: '', state: '' })).toEqual({});
    expect(toApi({ q: 'a', role: 'ADMIN', state: 'waiting' })).toEqual({
      q: 'a',
      role: 'ADMIN',
      is_approved: false,
      is_active: true,
    });
    expect(toApi({ q: '', role: '', state: 'closed' })).toEqual({ is_active: false });
  });
});
