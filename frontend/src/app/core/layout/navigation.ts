import type { Role } from '../models';
import type { IconName } from '../../ui/icon-name';

export interface NavigationItem {
  path: string;
  /** Translation key in the common file. */
  label: string;
  icon: IconName;
  /** Only the exact address counts as this item. */
  exact?: boolean;
}

const search: NavigationItem = { path: '/', label: 'nav.search', icon: 'search', exact: true };

/** The main navigation of each role; areas add their pages here. */
export const navigation: Record<Role | 'VISITOR', readonly NavigationItem[]> = {
  VISITOR: [search],
  PATIENT: [
    search,
    { path: '/mes-rendez-vous', label: 'nav.appointments', icon: 'calendar_month' },
  ],
  DOCTOR: [
    { path: '/medecin', label: 'nav.doctorHome', icon: 'calendar_month', exact: true },
    { path: '/medecin/demandes', label: 'nav.requests', icon: 'hourglass_top' },
    { path: '/medecin/patients', label: 'nav.patients', icon: 'group' },
    { path: '/medecin/disponibilites', label: 'nav.availability', icon: 'schedule' },
    { path: '/medecin/absences', label: 'nav.absences', icon: 'event_busy' },
  ],
  ADMIN: [{ path: '/admin-clinique', label: 'nav.adminHome', icon: 'dashboard' }],
};
