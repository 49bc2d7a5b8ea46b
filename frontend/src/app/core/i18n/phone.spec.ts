import { formatPhone } from './phone';

describe('formatPhone', () => {
  it.each([
    ['+33199000011', '01\u00a099\u00a000\u00a000\u00a011'],
    ['+33698000000', '06\u00a098\u00a000\u00a000\u00a000'],
    ['+596596000011', '+596596000011'],
    ['+442079460000', '+442079460000'],
    ['+3319900001', '+3319900001'],
    ['', ''],
  ])('writes %s as %s', (stored, shown) => {
    expect(formatPhone(stored)).toBe(shown);
  });
});
