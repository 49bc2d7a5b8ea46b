import { HttpContext } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import { Api } from '../../api/api';
import { tokenRefreshCreate } from '../../api/fn/token/token-refresh-create';
import { usersLoginCreate } from '../../api/fn/users/users-login-create';
import { usersLogoutCreate } from '../../api/fn/users/users-logout-create';
import { usersMeRetrieve } from '../../api/fn/users/users-me-retrieve';
import { toProblem } from '../errors/problem';
import type { Role, User } from '../models';
import { COOKIE_SESSION, SKIP_AUTH } from './request-flags';
import { SessionChannel } from './session-channel';
import { secondsLeft } from './token';

const HINT = 'creneau.session';
const RENEW_BEFORE_SECONDS = 15;
const RETRY_AFTER_MS = 1000;

/** Who is signed in. The access token lives in memory only. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly api = inject(Api);
  private readonly channel = inject(SessionChannel);
  private readonly access = signal<string | null>(null);
  private readonly account = signal<User | null>(null);
  private restoring: Promise<void> | null = null;
  private refreshing: Promise<boolean> | null = null;

  readonly user = this.account.asReadonly();
  readonly token = this.access.asReadonly();
  readonly signedIn = computed(() => this.account() !== null);
  readonly role = computed<Role | null>(() => this.account()?.role ?? null);
  readonly approved = computed(() => this.account()?.is_approved === true);
  /** Set when the server ended the session; the sign-in page explains it. */
  readonly ended = signal(false);

  constructor() {
    this.channel.listen((message) => {
      if (message === 'signed-out') {
        this.clear();
        this.ended.set(true);
      } else if (!this.signedIn()) {
        void this.reload();
      } else {
        void this.followOtherTab();
      }
    });
  }

  /** Restores the session of an earlier appointment; every caller waits for the same attempt. */
  restore(): Promise<void> {
    this.restoring ??= hasHint() ? this.reload() : Promise.resolve();
    return this.restoring;
  }

  async signIn(email: string, password: string): Promise<User> {
    const answer = await this.api.invoke(
      usersLoginCreate,
      { body: { email, password } },
      context({ skipAuth: true }),
    );
    this.access.set(answer.access);
    this.account.set(answer.user);
    this.ended.set(false);
    setHint(true);
    this.channel.tell('signed-in');
    return answer.user;
  }

  async signOut(): Promise<void> {
    try {
      await this.api.invoke(usersLogoutCreate, {}, context({ skipAuth: false }));
    } finally {
      this.clear();
      this.channel.tell('signed-out');
    }
  }

  /** A token that will still be valid when the request arrives, or null when signed out. */
  async freshToken(): Promise<string | null> {
    const token = this.access();
    if (token && secondsLeft(token) > RENEW_BEFORE_SECONDS) {
      return token;
    }
    if (!token && !this.signedIn()) {
      return null;
    }
    return (await this.refresh()) ? this.access() : null;
  }

  /**
   * Renews the access token. Single-flight in this tab, and one tab at a time by a lock: the
   * refresh token rotates, and using an old one twice would end the session.
   */
  refresh(): Promise<boolean> {
    this.refreshing ??= this.exclusive(() => this.requestToken()).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  async loadUser(): Promise<void> {
    this.account.set(await this.api.invoke(usersMeRetrieve));
  }

  update(user: User): void {
    this.account.set(user);
  }

  private async requestToken(again = false): Promise<boolean> {
    try {
      const answer = await this.api.invoke(tokenRefreshCreate, {}, context({ skipAuth: true }));
      this.access.set(answer.access);
      return true;
    } catch (error) {
      const { status, code } = toProblem(error);
      if (code === 'token_reused' && !again) {
        // Another tab may have renewed at the same moment: its cookie is here a moment later.
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
        return this.requestToken(true);
      }
      // Only a refusal ends the session: while offline it may still be good.
      if ([400, 401, 403].includes(status)) {
        // Another tab may have signed out meanwhile, and said that it ended.
        this.ended.update((ended) => ended || this.signedIn());
        this.clear();
      }
      if (code === 'token_reused') {
        await this.endForAll();
      }
      return false;
    }
  }

  /** Whoever renewed in our place, maybe with a stolen cookie, is signed out too. */
  private async endForAll(): Promise<void> {
    try {
      await this.api.invoke(usersLogoutCreate, {}, context({ skipAuth: true }));
    } catch {
      return;
    }
  }

  private async reload(): Promise<void> {
    if (await this.refresh()) {
      try {
        await this.loadUser();
        this.ended.set(false);
        setHint(true);
      } catch {
        this.access.set(null);
      }
    }
  }

  private async followOtherTab(): Promise<void> {
    const before = this.account()?.id;
    await this.reload();
    if (before !== undefined && this.account()?.id !== before) {
      // Another person signed in: nothing of the first one may stay on screen.
      location.assign('/');
    }
  }

  private clear(): void {
    this.access.set(null);
    this.account.set(null);
    setHint(false);
  }

  private exclusive<T>(task: () => Promise<T>): Promise<T> {
    const locks = (navigator as Partial<Navigator>).locks;
    return locks ? (locks.request('creneau-refresh', task) as unknown as Promise<T>) : task();
  }
}

function context({ skipAuth }: { skipAuth: boolean }): HttpContext {
  return new HttpContext().set(COOKIE_SESSION, true).set(SKIP_AUTH, skipAuth);
}

// The cookie cannot be seen from here; this hint spares anonymous visitors a failing request.
function hasHint(): boolean {
  try {
    return localStorage.getItem(HINT) === '1';
  } catch {
    return true;
  }
}

function setHint(on: boolean): void {
  try {
    if (on) {
      localStorage.setItem(HINT, '1');
    } else {
      localStorage.removeItem(HINT);
    }
  } catch {
    return;
  }
}
