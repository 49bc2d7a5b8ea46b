import type { Params } from '@angular/router';
import { addDays } from '../../core/i18n/dates';
import type { AppointmentStatus } from '../../core/models';
import { isDay } from '../days';

export const statuses: readonly AppointmentStatus[] = [
  'pending',
  'confirmed',
  'completed',
  'declined',
  'cancelled',
  'no_show',
];
export const periods = ['upcoming', 'past'] as const;
export type Period = (typeof periods)[number];

export interface AppointmentFilters {
  view: 'unassigned' | 'all';
  status: AppointmentStatus | '';
  q: string;
  /** From today on, or before; days that are named come first. */
  period: Period;
  /** Days, `2026-11-24`, both included. */
  from: string;
  to: string;
}

export const noFilters = { status: '', q: '', period: 'upcoming', from: '', to: '' } as const;

export function hasDays({ from, to }: AppointmentFilters): boolean {
  return from !== '' || to !== '';
}

export function fromUrl(params: Params): AppointmentFilters {
  const day = (name: string) => (isDay(params[name]) ? params[name] : '');
  return {
    view: params['vue'] === 'tous' ? 'all' : 'unassigned',
    status: statuses.find((status) => status === params['statut']) ?? '',
    q: typeof params['q'] === 'string' ? params['q'].trim() : '',
    period: params['quand'] === 'passes' ? 'past' : 'upcoming',
    from: day('du'),
    to: day('au'),
  };
}

/** Null removes a parameter from the URL. */
export function toUrl(filters: AppointmentFilters): Params {
  if (filters.view === 'unassigned') {
    return {};
  }
  return {
    vue: 'tous',
    statut: filters.status || null,
    q: filters.q || null,
    quand: filters.period === 'past' && !hasDays(filters) ? 'passes' : null,
    du: filters.from || null,
    au: filters.to || null,
  };
}

type Midnight = (day: string) => string;

/** `midnight` tells when a day begins by the clinic's clock. */
export function toApi(
  filters: AppointmentFilters,
  today: string,
  midnight: Midnight,
): Record<string, string | boolean> {
  const { view, status, q, period } = filters;
  if (view === 'unassigned') {
    return { status: 'pending', unassigned: true };
  }
  return {
    ...(status ? { status } : {}),
    ...(q ? { q } : {}),
    ...bounds(filters, today, midnight),
    ordering: period === 'past' && !hasDays(filters) ? '-start_time' : 'start_time',
  };
}

function bounds(
  filters: AppointmentFilters,
  today: string,
  midnight: Midnight,
): { start?: string; end?: string } {
  const { status, period, from, to } = filters;
  if (hasDays(filters)) {
    return {
      ...(from ? { start: midnight(from) } : {}),
      ...(to ? { end: midnight(addDays(to, 1)) } : {}),
    };
  }
  if (period === 'past') {
    return { end: midnight(today) };
  }
  // Every request waits for an answer, also one without a time yet.
  return status === 'pending' ? {} : { start: midnight(today) };
}
