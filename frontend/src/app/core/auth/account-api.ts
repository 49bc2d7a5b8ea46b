import { HttpContext } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { Api } from '../../api/api';
import { usersMePasswordCreate } from '../../api/fn/users/users-me-password-create';
import { usersPasswordResetConfirmCreate } from '../../api/fn/users/users-password-reset-confirm-create';
import { usersPasswordResetCreate } from '../../api/fn/users/users-password-reset-create';
import { usersRegisterCreate } from '../../api/fn/users/users-register-create';
import { usersVerifyEmailCreate } from '../../api/fn/users/users-verify-email-create';
import { usersVerifyEmailResendCreate } from '../../api/fn/users/users-verify-email-resend-create';
import type { RegisterRequest } from '../../api/models';
import { SKIP_AUTH } from './request-flags';

/** Writes on accounts: registration, passwords, e-mail address. */
@Injectable({ providedIn: 'root' })
export class AccountApi {
  private readonly api = inject(Api);

  async register(body: RegisterRequest): Promise<void> {
    await this.api.invoke(usersRegisterCreate, { body }, open());
  }

  async requestPasswordReset(email: string): Promise<void> {
    await this.api.invoke(usersPasswordResetCreate, { body: { email } }, open());
  }

  async resetPassword(uid: string, token: string, password: string): Promise<void> {
    const body = { uid, token, new_password: password };
    await this.api.invoke(usersPasswordResetConfirmCreate, { body }, open());
  }

  async verifyEmail(uid: string, token: string): Promise<void> {
    await this.api.invoke(usersVerifyEmailCreate, { body: { uid, token } }, open());
  }

  async resendVerification(): Promise<void> {
    await this.api.invoke(usersVerifyEmailResendCreate);
  }

  async changePassword(current: string, next: string): Promise<void> {
    const body = { current_password: current, new_password: next };
    await this.api.invoke(usersMePasswordCreate, { body });
  }
}

/** For requests that work for anyone, signed in or not. */
function open(): HttpContext {
  return new HttpContext().set(SKIP_AUTH, true);
}
