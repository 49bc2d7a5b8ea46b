import { inject, provideEnvironmentInitializer } from '@angular/core';
import type { Routes } from '@angular/router';
import { Session } from '../core/auth/session';
import { Formats } from '../core/i18n/formats';
import { texts } from '../core/i18n/i18n';
import { unsavedChangesGuard } from '../ui/unsaved-changes';

const pages: Routes = [
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
    title: 'doctor.appointment.title',
    canDeactivate: [unsavedChangesGuard],
    loadComponent: () =>
      import('./appointment/appointment-page').then((file) => file.AppointmentPage),
  },
  {
    path: 'patients',
    title: 'doctor.patients.title',
    loadComponent: () => import('./patients/patients-page').then((file) => file.PatientsPage),
  },
  {
    path: 'patients/nouveau',
    title: 'doctor.patients.add',
    canDeactivate: [unsavedChangesGuard],
    loadComponent: () => import('./patients/new-patient-page').then((file) => file.NewPatientPage),
  },
  {
    path: 'patients/chercher',
    title: 'doctor.patients.findOther',
    loadComponent: () => import('./patients/find-page').then((file) => file.FindPage),
  },
  {
    path: 'patients/:id',
    title: 'doctor.patients.title',
    loadComponent: () => import('./patients/patient-page').then((file) => file.PatientPage),
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

/** Whatever a doctor reads and writes is by their own clock, which may differ from the clinic's. */
function goByTheDoctorsClock(): void {
  const session = inject(Session);
  inject(Formats).follow(() => session.user()?.time_zone ?? undefined);
}

export const doctorRoutes: Routes = [
  {
    path: '',
    providers: [Formats, provideEnvironmentInitializer(goByTheDoctorsClock)],
    children: pages,
  },
];
