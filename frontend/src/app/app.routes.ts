import type { Routes } from '@angular/router';
import { roleGuard, signedInGuard, visitorGuard } from './core/auth/guards';
import { texts } from './core/i18n/i18n';

export const routes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: 'titles.home',
    resolve: { texts: texts('public', 'booking') },
    loadComponent: () => import('./public/home/home-page').then((file) => file.HomePage),
  },
  {
    path: 'medecins/:id',
    title: 'titles.doctor',
    resolve: { texts: texts('public', 'booking') },
    loadComponent: () =>
      import('./public/doctor-profile/doctor-profile-page').then((file) => file.DoctorProfilePage),
  },
  {
    path: 'connexion',
    title: 'titles.signIn',
    canMatch: [visitorGuard],
    resolve: { texts: texts('account') },
    loadComponent: () => import('./public/account/sign-in-page').then((file) => file.SignInPage),
  },
  {
    path: 'inscription',
    title: 'titles.signUp',
    canMatch: [visitorGuard],
    resolve: { texts: texts('account') },
    loadComponent: () => import('./public/account/sign-up-page').then((file) => file.SignUpPage),
  },
  {
    path: 'mot-de-passe-oublie',
    title: 'titles.forgot',
    resolve: { texts: texts('account') },
    loadComponent: () =>
      import('./public/account/forgot-password-page').then((file) => file.ForgotPasswordPage),
  },
  {
    path: 'reinitialiser',
    title: 'titles.reset',
    resolve: { texts: texts('account') },
    loadComponent: () =>
      import('./public/account/reset-password-page').then((file) => file.ResetPasswordPage),
  },
  {
    path: 'verifier-email',
    title: 'titles.verify',
    resolve: { texts: texts('account') },
    loadComponent: () =>
      import('./public/account/verify-email-page').then((file) => file.VerifyEmailPage),
  },
  {
    path: 'rendez-vous/confirmer',
    title: 'titles.confirm',
    resolve: { texts: texts('public', 'booking', 'account') },
    loadComponent: () => import('./public/confirm/confirm-page').then((file) => file.ConfirmPage),
  },
  {
    path: 'rendez-vous/accepter',
    title: 'public.accept.title',
    resolve: { texts: texts('public') },
    loadComponent: () => import('./public/accept/accept-page').then((file) => file.AcceptPage),
  },
  {
    path: 'rendez-vous/:id',
    title: 'titles.appointment',
    canMatch: [roleGuard('PATIENT')],
    resolve: { texts: texts('patient', 'booking', 'public') },
    loadComponent: () =>
      import('./patient/appointment/appointment-page').then((file) => file.AppointmentPage),
  },
  {
    path: 'mes-rendez-vous',
    title: 'titles.appointments',
    canMatch: [roleGuard('PATIENT')],
    resolve: { texts: texts('patient', 'booking') },
    loadComponent: () =>
      import('./patient/home/patient-home-page').then((file) => file.PatientHomePage),
  },
  {
    path: 'profil',
    canMatch: [roleGuard('PATIENT')],
    resolve: { texts: texts('patient', 'account') },
    loadChildren: () =>
      import('./patient/profile/profile.routes').then((file) => file.profileRoutes),
  },
  {
    path: 'notifications',
    title: 'titles.notifications',
    canMatch: [roleGuard('PATIENT', 'DOCTOR', 'ADMIN')],
    loadComponent: () =>
      import('./core/layout/notifications-page').then((file) => file.NotificationsPage),
  },
  {
    path: 'en-attente',
    title: 'titles.pending',
    canMatch: [signedInGuard],
    loadComponent: () =>
      import('./core/layout/pending-approval-page').then((file) => file.PendingApprovalPage),
  },
  {
    path: 'medecin',
    canMatch: [roleGuard('DOCTOR')],
    resolve: { texts: texts('doctor', 'booking') },
    loadChildren: () => import('./doctor/doctor.routes').then((file) => file.doctorRoutes),
  },
  {
    path: 'admin-clinique',
    canMatch: [roleGuard('ADMIN')],
    resolve: { texts: texts('admin', 'booking') },
    loadChildren: () => import('./admin/admin.routes').then((file) => file.adminRoutes),
  },
  {
    path: '**',
    title: 'titles.notFound',
    loadComponent: () => import('./core/layout/not-found-page').then((file) => file.NotFoundPage),
  },
];
