import type { Routes } from '@angular/router';

export const adminRoutes: Routes = [
  {
    path: '',
    loadComponent: () => import('./admin-frame').then((file) => file.AdminFrame),
    children: [
      {
        path: '',
        pathMatch: 'full',
        title: 'admin.overview.title',
        loadComponent: () => import('./overview-page').then((file) => file.OverviewPage),
      },
      {
        path: 'comptes',
        title: 'admin.accounts.title',
        loadComponent: () => import('./accounts/accounts-page').then((file) => file.AccountsPage),
      },
      {
        path: 'rendez-vous',
        title: 'admin.appointments.title',
        loadComponent: () =>
          import('./appointments/admin-appointments-page').then(
            (file) => file.AdminAppointmentsPage,
          ),
      },
      {
        path: 'specialites',
        title: 'admin.specialties.title',
        loadComponent: () =>
          import('./specialties/specialties-page').then((file) => file.SpecialtiesPage),
      },
      {
        path: 'fusion',
        title: 'admin.merge.title',
        loadComponent: () => import('./patients/merge-page').then((file) => file.MergePage),
      },
      {
        path: 'journal',
        title: 'admin.audit.title',
        loadComponent: () => import('./audit/audit-page').then((file) => file.AuditPage),
      },
      {
        path: 'profil',
        title: 'admin.profile.title',
        loadComponent: () => import('./admin-profile-page').then((file) => file.AdminProfilePage),
      },
    ],
  },
];
