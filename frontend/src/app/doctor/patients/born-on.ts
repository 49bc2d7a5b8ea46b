import type { Formats } from '../../core/i18n/formats';
import type { Translate } from '../../core/i18n/i18n';
import type { PatientOut } from '../../api/models';

/** « 7 ans, 2 mai 2019 »; nothing while the birth date is not known. */
export function bornOn(patient: PatientOut, t: Translate, formats: Formats): string {
  const { age, birth_date } = patient;
  if (age === null || birth_date === null) {
    return '';
  }
  const words = t(`doctor.patients.age.${age > 1 ? 'other' : 'one'}`, { age });
  return `${words}, ${formats.longDate(`${birth_date}T12:00:00Z`)}`;
}
