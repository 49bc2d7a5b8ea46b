import type { Appointment } from '../core/models';

/** « 4 place de la Verrerie, Grenoble » */
export function placeOf(doctor: { address: string; city: string } | null): string {
  return [doctor?.address, doctor?.city].filter(Boolean).join(', ');
}

/** The https address that the note of an appointment by video holds; empty where there is none. */
export function videoLinkOf(
  appointment: Pick<Appointment, 'consultation_mode' | 'location_note'>,
): string {
  if (appointment.consultation_mode !== 'distanciel') {
    return '';
  }
  const found = /(?<!\S)https:\/\/\S+/.exec(appointment.location_note)?.[0] ?? '';
  // The full stop behind it ends the sentence.
  const link = found.replace(/[.,;:!?)»]+$/, '');
  return URL.canParse(link) ? link : '';
}

/** How to find the place; empty where the note only repeats the address, or is the link alone. */
export function directionsOf(
  appointment: Pick<Appointment, 'doctor' | 'location_note' | 'consultation_mode'>,
): string {
  const note = appointment.location_note.trim();
  if (note === videoLinkOf(appointment)) {
    return '';
  }
  return words(placeOf(appointment.doctor)).includes(words(note)) ? '' : note;
}

function words(text: string): string {
  return (
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  );
}
