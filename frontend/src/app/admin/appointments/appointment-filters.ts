import type { Params } from '@angular/router';
import type { Appointment, AppointmentStatus } from '../../core/models';

export const statuses: readonly AppointmentStatus[] = [
  'pending',
  'confirmed',
  'completed',
  'declined',
  'cancelled',
  'no_show',
];

export interface AppointmentFilters {
  view: 'unassigned' | 'all';
  status: AppointmentStatus | '';
  q: string;
}

export function fromUrl(params: Params): AppointmentFilters {
  return {
    view: params['vue'] === 'tous' ? 'all' : 'unassigned',
    status: statuses.find((status) => status === params['statut']) ?? '',
    q: typeof params['q'] === 'string' ? params['q'].trim() : '',
  };
}

/** Null removes a parameter from the URL. */
export function toUrl({ view, status, q }: AppointmentFilters): Params {
  return {
    vue: view === 'all' ? 'tous' : null,
    statut: view === 'all' && status ? status : null,
    q: view === 'all' && q ? q : null,
  };
}

export function toApi(filters: AppointmentFilters): Record<string, string | number | boolean> {
  return filters.view === 'unassigned'
    ? { status: 'pending', unassigned: true, limit: 500 }
    : { ...(filters.status ? { status: filters.status } : {}), limit: 500 };
}

/** Every word is found in the patient's name, the doctor's name or the reason. */
export function matching(appointments: readonly Appointment[], q: string): Appointment[] {
  const words = folded(q).split(/\s+/).filter(Boolean);
  return appointments.filter((one) => {
    const text = folded([one.patient.name, one.doctor?.name ?? '', one.motif].join(' '));
    return words.every((word) => text.includes(word));
  });
}

function folded(text: string): string {
  return text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
}
