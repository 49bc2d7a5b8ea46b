import { readSchedule } from './schedule-text';

describe('the schedule as text', () => {
  it('is read in French and English, long and short', () => {
    const week = 'Lun-Ven 9h-12h; Lun-Jeu 14h-18h';
    expect(readSchedule(week)).toHaveLength(9);
    expect(readSchedule('Monday to Friday 9:00-12:00, Mon to Thu 14h to 18h')).toEqual(
      readSchedule(week),
    );
    expect(readSchedule('mercredi de 8h30 à 11h')).toEqual([
      { day: 2, start: '08:30', end: '11:00' },
    ]);
  });

  it('goes over the end of the week and takes each period once', () => {
    expect(readSchedule('Sam-Lun 9h-10h, 9h-10h')?.map(({ day }) => day)).toEqual([0, 5, 6]);
  });

  it('waits until it makes sense', () => {
    for (const text of ['', 'Lun', '9h-12h', 'Lun 12h-9h', 'Lun 9h-25h', 'bonjour', 'Lun 9h-']) {
      expect(readSchedule(text), text).toBeNull();
    }
  });
});
