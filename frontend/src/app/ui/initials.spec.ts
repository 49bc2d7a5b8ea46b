import { hueOf, initials } from './initials';

describe('initials', () => {
  it('leaves titles out and takes the first and the last word', () => {
    expect(initials('Dr. Amina El Fassi')).toBe('AF');
    expect(initials('Léa Martin')).toBe('LM');
    expect(initials('émile')).toBe('É');
    expect(initials('')).toBe('');
  });
});

describe('hueOf', () => {
  it('is stable and on the colour circle', () => {
    expect(hueOf('Léa Martin')).toBe(hueOf('Léa Martin'));
    expect(hueOf('Léa Martin')).not.toBe(hueOf('Hugo Marchand'));
    expect(hueOf('x'.repeat(500))).toBeLessThan(360);
  });
});
