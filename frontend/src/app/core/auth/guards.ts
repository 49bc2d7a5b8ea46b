import { inject } from '@angular/core';
import { type CanMatchFn, RedirectCommand, Router, type UrlSegment } from '@angular/router';
import type { Role } from '../models';
import { Session } from './session';

/** The home of each role: where sign-in leads and where a wrong door sends back to. */
export const homeOf: Record<Role, string> = {
  PATIENT: '/mes-rendez-vous',
  DOCTOR: '/medecin',
  ADMIN: '/admin-clinique',
};

/** Only people with one of these roles match the route; others are led to the right place. */
export function roleGuard(...roles: Role[]): CanMatchFn {
  return async (_route, segments) => {
    const session = inject(Session);
    const router = inject(Router);
    await session.restore();
    const user = session.user();
    if (!user) {
      return new RedirectCommand(
        router.createUrlTree(['/connexion'], { queryParams: { retour: wanted(router, segments) } }),
      );
    }
    if (!roles.includes(user.role)) {
      return new RedirectCommand(router.createUrlTree([homeOf[user.role]]));
    }
    return user.is_approved || new RedirectCommand(router.createUrlTree(['/en-attente']));
  };
}

/** Sign-in and sign-up are for visitors; someone signed in goes home. */
export const visitorGuard: CanMatchFn = async () => {
  const session = inject(Session);
  const router = inject(Router);
  await session.restore();
  const user = session.user();
  return !user || new RedirectCommand(router.createUrlTree([homeOf[user.role]]));
};

/** Any signed-in person, approved or not. */
export const signedInGuard: CanMatchFn = async (_route, segments) => {
  const session = inject(Session);
  const router = inject(Router);
  await session.restore();
  return (
    session.signedIn() ||
    new RedirectCommand(
      router.createUrlTree(['/connexion'], { queryParams: { retour: wanted(router, segments) } }),
    )
  );
};

/** A return address from the URL is only followed inside this application. */
export function safeReturn(address: string | null | undefined): string | null {
  return address && /^\/(?![/\\])/.test(address) ? address : null;
}

function wanted(router: Router, segments: UrlSegment[]): string {
  const full = router.currentNavigation()?.initialUrl.toString();
  return full ?? `/${segments.map((segment) => segment.path).join('/')}`;
}
