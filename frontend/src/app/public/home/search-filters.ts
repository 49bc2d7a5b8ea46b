import type { Params } from '@angular/router';
import type { Mode } from '../../core/models';

/** The search as the URL holds it, in French like the addresses. */
export interface SearchFilters {
  q: string;
  specialty: string;
  city: string;
  language: string;
  mode: Mode | '';
}

const names: Record<keyof SearchFilters, string> = {
  q: 'q',
  specialty: 'specialite',
  city: 'ville',
  language: 'langue',
  mode: 'mode',
};

const modes = new Map<string, Mode>([
  ['cabinet', 'presentiel'],
  ['video', 'distanciel'],
]);

export function fromUrl(params: Params): SearchFilters {
  const text = (name: string) => (typeof params[name] === 'string' ? params[name].trim() : '');
  return {
    q: text(names.q),
    specialty: text(names.specialty),
    city: text(names.city),
    language: text(names.language),
    mode: modes.get(text(names.mode)) ?? '',
  };
}

/** Null removes a parameter from the URL. */
export function toUrl(filters: SearchFilters): Params {
  const mode = [...modes].find(([, value]) => value === filters.mode)?.[0];
  return {
    [names.q]: filters.q || null,
    [names.specialty]: filters.specialty || null,
    [names.city]: filters.city || null,
    [names.language]: filters.language || null,
    [names.mode]: mode ?? null,
  };
}

export function isFiltered(filters: SearchFilters): boolean {
  return Object.values(filters).some((value) => value !== '');
}
