import type { Appointment } from '../core/models';
import { directionsOf, placeOf } from './place';

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
    const directions = (location_note: string) => directionsOf({ doctor, location_note });
    expect(directions('4 place de la Verrerie, Grenoble')).toBe('');
    expect(directions('4, Place de la Verrerie ')).toBe('');
    expect(directions('')).toBe('');
    expect(directions('2e étage')).toBe('2e étage');
    expect(directionsOf({ doctor: null, location_note: '2e étage' })).toBe('2e étage');
  });
});
