import { pathOf } from './path';

describe('pathOf', () => {
  it('fills in the parameters', () => {
    expect(pathOf({ PATH: '/api/patients/' })).toBe('/api/patients/');
    expect(pathOf({ PATH: '/api/patients/{id}/code/' }, { id: 7 })).toBe('/api/patients/7/code/');
    expect(pathOf({ PATH: '/api/things/{id}/' }, { id: 'a/b' })).toBe('/api/things/a%2Fb/');
  });

  it('refuses to ask for half an address', () => {
    expect(() => pathOf({ PATH: '/api/patients/{id}/' })).toThrow('needs id');
  });
});
