import {
  entryOf,
  KINDS,
  panelOf,
  readDay,
  readKinds,
  readPanel,
  toggledKinds,
  usualKinds,
  writePanel,
} from './agenda-url';

describe('readDay', () => {
  it('takes real days only', () => {
    expect(readDay('2026-11-24', '2026-01-01')).toBe('2026-11-24');
    for (const wrong of [undefined, '', 'demain', '2026-02-30', '2026-13-01', '2026-11-24T09:00']) {
      expect(readDay(wrong, '2026-01-01')).toBe('2026-01-01');
    }
  });
});

describe('filters', () => {
  it('are usual until one is set; the list leaves free places out', () => {
    expect(readKinds(undefined, 'week')).toEqual(KINDS);
    expect(readKinds(undefined, 'list')).not.toContain('free');
    expect(readKinds('free,pending,nonsense', 'list')).toEqual(['pending', 'free']);
    expect(readKinds('', 'week')).toEqual([]);
  });

  it('stand in the URL only while they differ from the usual', () => {
    const without = toggledKinds(KINDS, 'over', 'week');
    expect(without).toBe('pending,confirmed,free,absence');
    expect(toggledKinds(readKinds(without ?? '', 'week'), 'over', 'week')).toBeNull();
    expect(toggledKinds(usualKinds('list'), 'free', 'list')).toBe(KINDS.join(','));
    expect(toggledKinds(['free'], 'free', 'week')).toBe('');
  });
});

describe('panels', () => {
  it('are read from the URL, and nonsense is none', () => {
    expect(readPanel({ rdv: '12' })).toEqual({ kind: 'appointment', id: 12 });
    expect(readPanel({ creneau: '3' })).toEqual({ kind: 'slot', id: 3 });
    expect(readPanel({ ajouter: '2026-11-24T09:00', minutes: '45' })).toEqual({
      kind: 'new',
      start: '2026-11-24T09:00',
      minutes: 45,
    });
    expect(readPanel({ ajouter: '2026-11-24T09:00', minutes: '-5' })).toMatchObject({
      minutes: 30,
    });
    expect(readPanel({ ajouter: '2026-02-31T09:00' })).toBeNull();
    expect(readPanel({ rdv: 'x' })).toBeNull();
  });

  it('close every other one when they open', () => {
    expect(writePanel({ kind: 'appointment', id: 7 })).toEqual({
      rdv: 7,
      creneau: null,
      absence: null,
      ajouter: null,
      minutes: null,
    });
    expect(Object.values(writePanel(null)).every((value) => value === null)).toBe(true);
  });

  it('belong to an entry; every week of an absence to the same', () => {
    expect(panelOf('appointment-12')).toEqual({ kind: 'appointment', id: 12 });
    expect(panelOf('absence-4-2026-11-24')).toEqual({ kind: 'absence', id: 4 });
    expect(panelOf('other-1')).toBeNull();
    expect(entryOf({ kind: 'slot', id: 3 })).toBe('slot-3');
    expect(entryOf({ kind: 'new', start: '2026-11-24T09:00', minutes: 30 })).toBeNull();
  });
});
