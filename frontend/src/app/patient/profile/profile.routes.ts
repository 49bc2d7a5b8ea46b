import type { Routes } from '@angular/router';
import { unsavedChangesGuard } from '../../ui/unsaved-changes';

export const profileRoutes: Routes = [
  {
    path: '',
    title: 'titles.profile',
    canDeactivate: [unsavedChangesGuard],
    loadComponent: () => import('./profile-page').then((file) => file.ProfilePage),
  },
  {
    path: 'acces',
    title: 'patient.accesses.title',
    loadComponent: () => import('../accesses/accesses-page').then((file) => file.AccessesPage),
  },
  {
    path: 'medecins',
    title: 'patient.care.title',
    loadComponent: () => import('../care/care-page').then((file) => file.CarePage),
  },
];
