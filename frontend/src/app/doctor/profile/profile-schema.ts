import { email, maxLength, required, schema, validate } from '@angular/forms/signals';
import type { DoctorProfile, PatchedDoctorProfileRequest } from '../../api/models';
import type { Language } from '../../core/i18n/i18n';
import type { Mode } from '../../core/models';

/** Numbers are strings here: that is what selects and number fields without a value hold. */
export interface ProfileForm {
  title: string;
  first_name: string;
  last_name: string;
  specialty: string;
  phone: string;
  email: string;
  address: string;
  postal_code: string;
  city: string;
  fee: string;
  bio: string;
  time_zone: string;
  languages: string[];
  modes: Mode[];
  auto_confirm: boolean;
  is_listed: boolean;
  min_notice_minutes: string;
  cancel_notice_minutes: string;
  horizon_days: string;
  buffer_minutes: string;
}

export const MIN_NOTICES: readonly number[] = [0, 30, 60, 120, 240, 720, 1440, 2880];
export const CANCEL_NOTICES: readonly number[] = [0, 60, 120, 360, 720, 1440, 2880, 4320];
export const HORIZONS: readonly number[] = [14, 28, 56, 84, 182, 365];
export const BUFFERS: readonly number[] = [0, 5, 10, 15, 20, 30];

export const profileSchema = schema<ProfileForm>((path) => {
  required(path.first_name, { message: 'validation.firstName' });
  required(path.last_name, { message: 'validation.lastName' });
  maxLength(path.title, 20, { message: 'validation.tooLong' });
  maxLength(path.first_name, 80, { message: 'validation.tooLong' });
  maxLength(path.last_name, 80, { message: 'validation.tooLong' });
  maxLength(path.address, 200, { message: 'validation.tooLong' });
  maxLength(path.postal_code, 12, { message: 'validation.tooLong' });
  maxLength(path.city, 80, { message: 'validation.tooLong' });
  maxLength(path.bio, 2000, { message: 'validation.tooLong' });
  required(path.specialty, { message: 'validation.specialty' });
  email(path.email, { message: 'validation.email' });
  validate(path.phone, ({ value }) =>
    value() === '' || /^\+?[\d\s().-]{6,24}$/.test(value())
      ? undefined
      : { kind: 'phone', message: 'validation.phone' },
  );
  validate(path.fee, ({ value }) =>
    value().trim() === '' || amount(value()) !== null
      ? undefined
      : { kind: 'fee', message: 'doctor.profile.feeWrong' },
  );
  validate(path.modes, ({ value }) =>
    value().length > 0 ? undefined : { kind: 'modes', message: 'doctor.profile.modeMissing' },
  );
});

export function fromProfile(profile: DoctorProfile, language: Language): ProfileForm {
  return {
    title: profile.title ?? '',
    first_name: profile.first_name,
    last_name: profile.last_name,
    specialty: profile.specialty ?? '',
    phone: profile.phone ?? '',
    email: profile.email ?? '',
    address: profile.address ?? '',
    postal_code: profile.postal_code ?? '',
    city: profile.city ?? '',
    fee: (profile.fee ?? '').replace('.', language === 'fr' ? ',' : '.'),
    bio: profile.bio ?? '',
    time_zone: profile.time_zone ?? 'Europe/Paris',
    languages: [...(profile.languages ?? [])],
    modes: [...(profile.modes ?? [])],
    auto_confirm: profile.auto_confirm ?? false,
    is_listed: profile.is_listed ?? true,
    min_notice_minutes: String(profile.min_notice_minutes ?? 60),
    cancel_notice_minutes: String(profile.cancel_notice_minutes ?? 1440),
    horizon_days: String(profile.horizon_days ?? 84),
    buffer_minutes: String(profile.buffer_minutes ?? 0),
  };
}

export function toProfile(form: ProfileForm): PatchedDoctorProfileRequest {
  return {
    ...form,
    fee: amount(form.fee),
    min_notice_minutes: Number(form.min_notice_minutes),
    cancel_notice_minutes: Number(form.cancel_notice_minutes),
    horizon_days: Number(form.horizon_days),
    buffer_minutes: Number(form.buffer_minutes),
  };
}

/** « 50,5 € » becomes `50.50`; null when empty or not an amount. */
export function amount(text: string): string | null {
  const plain = text.replace(/[\s€]/g, '').replace(',', '.');
  return /^\d{1,6}(\.\d{1,2})?$/.test(plain) ? Number(plain).toFixed(2) : null;
}

/** The usual choices, and the present one when it is another. */
export function choices(usual: readonly number[], present: string): number[] {
  return [...new Set([...usual, Number(present)])].sort((one, other) => one - other);
}

/** How a number of minutes is best said. */
export function inUnits(minutes: number): { unit: 'minutes' | 'hours' | 'days'; count: number } {
  if (minutes >= 1440 && minutes % 1440 === 0) {
    return { unit: 'days', count: minutes / 1440 };
  }
  return minutes >= 60 && minutes % 60 === 0
    ? { unit: 'hours', count: minutes / 60 }
    : { unit: 'minutes', count: minutes };
}
