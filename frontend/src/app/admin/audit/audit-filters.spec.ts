import { fromUrl, noFilters, toApi, toUrl } from './audit-filters';

const filters = {
  action: 'sign_in_failed',
  subject: 'Patient',
  actor: 4,
  patient: 7,
  from: '2026-11-01',
  to: '2026-11-24',
} as const;
const midnight = (day: string) => `${day}T00:00+01:00`;

describe('filters of the journal', () => {
  it('live in the URL, in French', () => {
    expect(toUrl(filters)).toEqual({
      action: 'echec',
      objet: 'Patient',
      compte: 4,
      patient: 7,
      du: '2026-11-01',
      au: '2026-11-24',
    });
    expect(fromUrl({ ...toUrl(filters), compte: '4', patient: '7' })).toEqual(filters);
  });

  it('forget what is none', () => {
    const odd = { action: 'x', objet: 'a b', compte: '-1', patient: '1e3', du: '24/11', au: [] };
    expect(fromUrl(odd)).toEqual(noFilters);
    expect(Object.values(toUrl(noFilters)).every((value) => value === null)).toBe(true);
  });

  it('become what the API knows: whole days, the last one included', () => {
    expect(toApi(filters, midnight)).toEqual({
      action: 'sign_in_failed',
      subject: 'Patient',
      actor: 4,
      patient: 7,
      since: '2026-11-01T00:00+01:00',
      until: '2026-11-25T00:00+01:00',
    });
    expect(toApi(noFilters, midnight)).toEqual({
      action: '',
      subject: '',
      actor: null,
      patient: null,
      since: '',
      until: '',
    });
  });
});
