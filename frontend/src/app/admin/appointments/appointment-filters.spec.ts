import type { Appointment } from '../../core/models';
import { fromUrl, matching, toApi, toUrl } from './appointment-filters';

describe('filters of the appointments', () => {
  it('begin with the requests that wait for a doctor', () => {
    expect(fromUrl({})).toEqual({ view: 'unassigned', status: '', q: '' });
    expect(toApi(fromUrl({}))).toMatchObject({ unassigned: true, status: 'pending' });
  });

  it('live in the URL', () => {
    const filters = { view: 'all', status: 'no_show', q: 'léa' } as const;
    expect(fromUrl(toUrl(filters))).toEqual(filters);
    expect(toApi(filters)).toEqual({ status: 'no_show', limit: 500 });
    expect(fromUrl({ vue: 'tous', statut: 'autre' }).status).toBe('');
  });

  it('find words whatever the accents', () => {
    const row = {
      patient: { name: 'Léa Martin' },
      doctor: { name: 'Dr. Hugo Petit' },
      motif: 'Fièvre',
    } as Appointment;
    expect(matching([row], 'lea petit')).toEqual([row]);
    expect(matching([row], 'fievre')).toEqual([row]);
    expect(matching([row], 'paul')).toEqual([]);
    expect(matching([row], '')).toEqual([row]);
  });
});
