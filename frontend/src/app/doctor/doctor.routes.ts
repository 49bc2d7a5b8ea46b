import type { Routes } from '@angular/router';
import { texts } from '../core/i18n/i18n';
import { unsavedChangesGuard } from '../ui/unsaved-changes';

export const doctorRoutes: Routes = [
  {
    path: '',
    title: 'doctor.agenda.title',
    loadComponent: () => import('./agenda/agenda-page').then((file) => file.AgendaPage),
  },
  {
    path: 'demandes',
    title: 'doctor.requests.title',
    loadComponent: () => import('./requests/requests-page').then((file) => file.RequestsPage),
  },
  {
    path: 'rendez-vous/:id',
    title: 'doctor.visit.title',
    canDeactivate: [unsavedChangesGuard],
    loadComponent: () => import('./appointment/visit-page').then((file) => file.VisitPage),
  },
  {
    path: 'disponibilites',
    title: 'doctor.availability.title',
    canDeactivate: [unsavedChangesGuard],
    loadComponent: () =>
      import('./availability/availability-page').then((file) => file.AvailabilityPage),
  },
  {
    path: 'absences',
    title: 'doctor.absences.title',
    canDeactivate: [unsavedChangesGuard],
    loadComponent: () => import('./absences/absences-page').then((file) => file.AbsencesPage),
  },
  {
    path: 'profil',
    title: 'doctor.profile.title',
    canDeactivate: [unsavedChangesGuard],
    resolve: { texts: texts('account') },
    loadComponent: () =>
      import('./profile/doctor-profile-edit-page').then((file) => file.DoctorProfileEditPage),
  },
];
