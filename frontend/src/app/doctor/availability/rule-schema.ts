import { max, maxLength, min, required, schema, validate } from '@angular/forms/signals';
import type { Rule } from './rules';

export const ruleSchema = schema<Rule>((path) => {
  required(path.start);
  required(path.end);
  validate(path.end, ({ value, valueOf }) =>
    value() !== '' && value() <= valueOf(path.start)
      ? { kind: 'order', message: 'doctor.availability.endAfterStart' }
      : undefined,
  );
  min(path.minutes, 5, { message: 'doctor.availability.minutesRange' });
  max(path.minutes, 480, { message: 'doctor.availability.minutesRange' });
  validate(path.minutes, ({ value }) => whole(value()));
  min(path.places, 1, { message: 'doctor.availability.placesRange' });
  max(path.places, 100, { message: 'doctor.availability.placesRange' });
  validate(path.places, ({ value }) => whole(value()));
  maxLength(path.location, 200, { message: 'validation.tooLong' });
  validate(path.until, ({ value, valueOf }) =>
    value() !== '' && value() < valueOf(path.from)
      ? { kind: 'order', message: 'doctor.availability.untilAfterFrom' }
      : undefined,
  );
});

function whole(value: number) {
  return Number.isInteger(value)
    ? undefined
    : { kind: 'whole', message: 'doctor.availability.wholeNumber' };
}
