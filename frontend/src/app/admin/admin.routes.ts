import type { Routes } from '@angular/router';

export const adminRoutes: Routes = [
  {
    path: '',
    title: 'admin.overview.title',
    loadComponent: () => import('./overview-page').then((file) => file.OverviewPage),
  },
];
