import { changesBetween, copiesFor, countChanges, fromApi, newRule, onDay, toApi } from './rules';

const monday = fromApi({ id: 4, day_of_week: 0, start_time: '09:00:00', end_time: '12:00' });

describe('weekly rules', () => {
  it('come from the API and go back the same', () => {
    expect(monday.start).toBe('09:00');
    expect(toApi(monday)).toMatchObject({ day_of_week: 0, start_time: '09:00', valid_from: null });
    expect(countChanges(changesBetween([monday], [{ ...monday }]))).toBe(0);
  });

  it('tell what was added, changed and removed', () => {
    const other = fromApi({ id: 5, day_of_week: 1, start_time: '14:00', end_time: '18:00' });
    const added = newRule(2);
    const moved = { ...monday, end: '13:00' };
    expect(changesBetween([monday, other], [moved, added])).toEqual({
      added: [added],
      changed: [moved],
      removed: [other],
    });
  });

  it('are copied to other days once', () => {
    const copies = copiesFor(monday, [0, 1, 2], [monday, newRule(1)]);
    expect(copies.map((rule) => [rule.day, rule.id, rule.start])).toEqual([[2, null, '09:00']]);
    expect(copies[0]?.key).not.toBe(monday.key);
  });

  it('are listed by time within their day', () => {
    const early = newRule(0, { start: '07:30' });
    expect(onDay([monday, early, newRule(3)], 0)).toEqual([early, monday]);
  });
});
