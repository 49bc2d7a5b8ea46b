import { HttpClient, HttpContext } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import type { User } from '../models';
import { SKIP_AUTH } from './skip-auth';

export interface Registration {
  email: string;
  password: string;
  role: 'PATIENT' | 'DOCTOR';
  first_name: string;
  last_name: string;
  phone?: string;
  birth_date?: string;
  specialty?: string;
  language: string;
}

/** Writes on accounts: registration, passwords, e-mail address. */
@Injectable({ providedIn: 'root' })
export class AccountApi {
  private readonly http = inject(HttpClient);

  register(body: Registration): Promise<{ message: string; user: User }> {
    return this.open('/api/users/register/', body);
  }

  async requestPasswordReset(email: string): Promise<void> {
    await this.open('/api/users/password-reset/', { email });
  }

  async resetPassword(uid: string, token: string, password: string): Promise<void> {
    await this.open('/api/users/password-reset/confirm/', { uid, token, new_password: password });
  }

  async verifyEmail(uid: string, token: string): Promise<void> {
    await this.open('/api/users/verify-email/', { uid, token });
  }

  async resendVerification(): Promise<void> {
    await firstValueFrom(this.http.post('/api/users/verify-email/resend/', {}));
  }

  async changePassword(current: string, next: string): Promise<void> {
    await firstValueFrom(
      this.http.post('/api/users/me/password/', {
        current_password: current,
        new_password: next,
      }),
    );
  }

  /** Requests that work for anyone, signed in or not. */
  private open<T>(url: string, body: object): Promise<T> {
    return firstValueFrom(
      this.http.post<T>(url, body, { context: new HttpContext().set(SKIP_AUTH, true) }),
    );
  }
}
