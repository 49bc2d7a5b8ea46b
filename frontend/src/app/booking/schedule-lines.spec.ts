import { scheduleLines } from './schedule-lines';

const plain = (text: string, language: 'fr' | 'en') =>
  scheduleLines(text, language)?.map(({ days, times }) =>
    `${days}: ${times}`.replaceAll('\u00a0', ' '),
  );

describe('the lines of a schedule', () => {
  const week = 'Lun-Jeu 9h-12h, 14h-18h30; Ven, Dim 9h-12h';

  it('are written in the language', () => {
    expect(plain(week, 'fr')).toEqual([
      'lundi – jeudi: 9 h – 12 h, 14 h – 18 h 30',
      'vendredi, dimanche: 9 h – 12 h',
    ]);
    expect(plain(week, 'en')).toEqual([
      'Monday – Thursday: 9:00 am – 12:00 pm, 2:00 pm – 6:30 pm',
      'Friday, Sunday: 9:00 am – 12:00 pm',
    ]);
  });

  it('are none for a text that is not understood', () => {
    expect(scheduleLines('sur rendez-vous', 'fr')).toBeNull();
    expect(scheduleLines('', 'en')).toBeNull();
  });
});
