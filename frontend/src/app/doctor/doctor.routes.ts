import type { Routes } from '@angular/router';

export const doctorRoutes: Routes = [
  {
    path: '',
    title: 'doctor.overview.title',
    loadComponent: () => import('./overview-page').then((file) => file.OverviewPage),
  },
];
