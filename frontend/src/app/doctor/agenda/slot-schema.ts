import { max, maxLength, min, required, schema, validate } from '@angular/forms/signals';
import type { SlotRequest } from '../../api/models';
import { addDays } from '../../core/i18n/dates';
import type { SlotMode } from '../../core/models';

const MIDNIGHT = '00:00';

export interface SlotForm {
  day: string;
  start: string;
  end: string;
  mode: SlotMode;
  places: number;
  location: string;
}

export const slotSchema = schema<SlotForm>((path) => {
  required(path.day);
  required(path.start);
  required(path.end);
  validate(path.end, ({ value, valueOf }) =>
    value() !== '' && value() !== MIDNIGHT && value() <= valueOf(path.start)
      ? { kind: 'order', message: 'doctor.availability.endAfterStart' }
      : undefined,
  );
  min(path.places, 1, { message: 'doctor.availability.placesRange' });
  max(path.places, 100, { message: 'doctor.availability.placesRange' });
  validate(path.places, ({ value }) =>
    Number.isInteger(value())
      ? undefined
      : { kind: 'whole', message: 'doctor.availability.wholeNumber' },
  );
  maxLength(path.location, 200, { message: 'validation.tooLong' });
});

/** From the doctor's clock to instants. A day ends at the midnight that follows it. */
export function toApi(form: SlotForm, instant: (local: string) => Date): SlotRequest {
  const lastDay = form.end === MIDNIGHT ? addDays(form.day, 1) : form.day;
  return {
    start_time: instant(`${form.day}T${form.start}`).toISOString(),
    end_time: instant(`${lastDay}T${form.end}`).toISOString(),
    mode: form.mode,
    capacity: form.places,
    location: form.location.trim(),
  };
}
