import type { Params } from '@angular/router';
import type { Role } from '../../core/models';

export type AccountState = '' | 'waiting' | 'active' | 'closed';

export interface AccountFilters {
  q: string;
  role: Role | '';
  state: AccountState;
}

const roles = new Map<string, Role>([
  ['patient', 'PATIENT'],
  ['medecin', 'DOCTOR'],
  ['admin', 'ADMIN'],
]);
const states = new Map<string, AccountState>([
  ['attente', 'waiting'],
  ['actif', 'active'],
  ['ferme', 'closed'],
]);

export function fromUrl(params: Params): AccountFilters {
  const text = (name: string) => (typeof params[name] === 'string' ? params[name].trim() : '');
  return {
    q: text('q'),
    role: roles.get(text('role')) ?? '',
    state: states.get(text('etat')) ?? '',
  };
}

/** Null removes a parameter from the URL. */
export function toUrl({ q, role, state }: AccountFilters): Params {
  const word = <T>(words: Map<string, T>, value: T) =>
    [...words].find(([, one]) => one === value)?.[0] ?? null;
  return { q: q || null, role: word(roles, role as Role), etat: word(states, state) };
}

export function toApi({ q, role, state }: AccountFilters): Record<string, string | boolean> {
  return {
    ...(q ? { q } : {}),
    ...(role ? { role } : {}),
    ...(state === 'waiting' ? { is_approved: false, is_active: true } : {}),
    ...(state === 'active' ? { is_approved: true, is_active: true } : {}),
    ...(state === 'closed' ? { is_active: false } : {}),
  };
}
