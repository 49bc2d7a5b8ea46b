import { type AppointmentFilters, fromUrl, noFilters, toApi, toUrl } from './appointment-filters';

const all = { view: 'all', ...noFilters } as const;
const api = (filters: AppointmentFilters) => toApi(filters, '2026-11-21', (day) => `${day}T00`);

describe('filters of the appointments', () => {
  it('begin with the requests that wait for a doctor', () => {
    expect(fromUrl({})).toEqual({ view: 'unassigned', ...noFilters });
    expect(api(fromUrl({}))).toMatchObject({ unassigned: true, status: 'pending' });
  });

  it('live in the URL', () => {
    const filters = { ...all, status: 'no_show', q: 'léa', period: 'past' } as const;
    expect(fromUrl(toUrl(filters))).toEqual(filters);
    const days = { ...all, from: '2026-11-01', to: '2026-11-30' };
    expect(fromUrl(toUrl(days))).toEqual(days);
    expect(fromUrl({ vue: 'tous', statut: 'autre', du: '0202-01-01', au: '2026-13-01' })).toEqual(
      all,
    );
  });

  it('ask for what comes from today on, the soonest first, or for the latest before', () => {
    expect(api({ ...all, q: 'lea petit' })).toEqual({
      q: 'lea petit',
      start: '2026-11-21T00',
      ordering: 'start_time',
    });
    expect(api({ ...all, period: 'past' })).toEqual({
      end: '2026-11-21T00',
      ordering: '-start_time',
    });
    expect(api({ ...all, status: 'pending' })).toEqual({
      status: 'pending',
      ordering: 'start_time',
    });
  });

  it('ask for the days that are named, the last one included', () => {
    const days = { ...all, period: 'past', from: '2026-11-01', to: '2026-11-30' } as const;
    expect(api(days)).toEqual({
      start: '2026-11-01T00',
      end: '2026-12-01T00',
      ordering: 'start_time',
    });
  });
});
