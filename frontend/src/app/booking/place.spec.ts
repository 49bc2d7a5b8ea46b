import type { Appointment } from '../core/models';
import { directionsOf, placeOf, videoLinkOf } from './place';

const doctor = {
  address: '4 place de la Verrerie',
  city: 'Grenoble',
} as NonNullable<Appointment['doctor']>;

describe('the place of an appointment', () => {
  it('is one line, also when half of it is unknown', () => {
    expect(placeOf(doctor)).toBe('4 place de la Verrerie, Grenoble');
    expect(placeOf({ address: '', city: 'Grenoble' })).toBe('Grenoble');
    expect(placeOf(null)).toBe('');
  });

  it('has directions only where they say something else', () => {
    const directions = (location_note: string) =>
      directionsOf({ doctor, location_note, consultation_mode: 'presentiel' });
    expect(directions('4 place de la Verrerie, Grenoble')).toBe('');
    expect(directions('4, Place de la Verrerie ')).toBe('');
    expect(directions('')).toBe('');
    expect(directions('2e étage')).toBe('2e étage');
    expect(
      directionsOf({ doctor: null, location_note: '2e étage', consultation_mode: 'presentiel' }),
    ).toBe('2e étage');
  });

  it.each([
    ['https://visio.example/r/7', 'https://visio.example/r/7', ''],
    ['Salle : https://visio.example/r/7?k=1.', 'https://visio.example/r/7?k=1', 'all'],
    ['http://visio.example/r/7', '', 'all'],
    ['javascript:alert(1)', '', 'all'],
    ['javascript:https://visio.example', '', 'all'],
    ['https://', '', 'all'],
    ['Je vous appelle', '', 'all'],
  ])('by video, %s leads to "%s"', (location_note, link, text) => {
    const byVideo = { doctor, location_note, consultation_mode: 'distanciel' } as const;
    expect(videoLinkOf(byVideo)).toBe(link);
    expect(directionsOf(byVideo)).toBe(text && location_note);
    expect(videoLinkOf({ ...byVideo, consultation_mode: 'presentiel' })).toBe('');
  });
});
