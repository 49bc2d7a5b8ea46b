import type { Params } from '@angular/router';
import type { AppointmentStatus } from '../../core/models';

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

/** The soonest first while they are to come, else the latest first. */
export function soonestFirst({ view, status }: AppointmentFilters): boolean {
  return view === 'unassigned' || status === 'pending' || status === 'confirmed';
}

export function toApi(filters: AppointmentFilters): Record<string, string | boolean> {
  const { view, status, q } = filters;
  return view === 'unassigned'
    ? { status: 'pending', unassigned: true }
    : {
        ...(status ? { status } : {}),
        ...(q ? { q } : {}),
        ordering: soonestFirst(filters) ? 'start_time' : '-start_time',
      };
}
