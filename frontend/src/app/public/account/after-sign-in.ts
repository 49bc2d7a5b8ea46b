import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { homeOf, safeReturn } from '../../core/auth/guards';
import type { User } from '../../core/models';

/** Where someone goes who just signed in: back to where they were, or to their home. */
export function injectAfterSignIn(): (user: User, wanted: string | undefined) => void {
  const router = inject(Router);
  return (user, wanted) => {
    const target = user.is_approved ? (safeReturn(wanted) ?? homeOf[user.role]) : '/en-attente';
    void router.navigateByUrl(target);
  };
}
