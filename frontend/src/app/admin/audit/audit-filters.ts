import type { Params } from '@angular/router';
import type { AuditEntryOut } from '../../api/models';
import { addDays } from '../../core/i18n/dates';
import { isDay } from '../days';

export type AuditAction = AuditEntryOut['action'];

export interface AuditFilters {
  action: AuditAction | '';
  /** A kind of data, such as Patient. */
  subject: string;
  /** Ids of an account and of a patient; 0 for all. */
  actor: number;
  patient: number;
  /** Days, `2026-11-24`, both included. */
  from: string;
  to: string;
}

export const noFilters: AuditFilters = {
  action: '',
  subject: '',
  actor: 0,
  patient: 0,
  from: '',
  to: '',
};

const actions = new Map<string, AuditAction>([
  ['lecture', 'read'],
  ['ecriture', 'write'],
  ['connexion', 'sign_in'],
  ['echec', 'sign_in_failed'],
]);

export function fromUrl(params: Params): AuditFilters {
  const id = (name: string) => (/^[1-9]\d{0,17}$/.test(params[name]) ? Number(params[name]) : 0);
  const day = (name: string) => (isDay(params[name]) ? params[name] : '');
  return {
    action: actions.get(params['action']) ?? '',
    subject: /^\w{1,60}$/.test(params['objet'] ?? '') ? params['objet'] : '',
    actor: id('compte'),
    patient: id('patient'),
    from: day('du'),
    to: day('au'),
  };
}

/** Null removes a parameter from the URL. */
export function toUrl({ action, subject, actor, patient, from, to }: AuditFilters): Params {
  return {
    action: [...actions].find(([, one]) => one === action)?.[0] ?? null,
    objet: subject || null,
    compte: actor || null,
    patient: patient || null,
    du: from || null,
    au: to || null,
  };
}

/** `midnight` tells when a day begins by the clinic's clock. */
export function toApi(
  { action, subject, actor, patient, from, to }: AuditFilters,
  midnight: (day: string) => string,
): Record<string, string | number | null> {
  return {
    action,
    subject,
    actor: actor || null,
    patient: patient || null,
    since: from && midnight(from),
    until: to && midnight(addDays(to, 1)),
  };
}
