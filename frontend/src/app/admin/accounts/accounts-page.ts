import { httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
import { usersList } from '../../api/fn/users/users-list';
import { injectProblemText } from '../../core/errors/problem-text';
import { latest } from '../../core/http/latest';
import { injectT } from '../../core/i18n/i18n';
import type { Role, User } from '../../core/models';
import { Live } from '../../core/realtime/live';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { type AccountFilters, type AccountState, fromUrl, toApi, toUrl } from './account-filters';
import { AccountRow } from './account-row';
import { AccountActions } from './accounts-actions';

const PAGE = 30;

/** All accounts; search and filters live in the URL. */
@Component({
  selector: 'app-accounts-page',
  imports: [AccountRow, EmptyState, ErrorState, FormError, Icon, PageHeader, Skeleton],
  templateUrl: './accounts-page.html',
  styleUrl: '../admin-list.scss',
})
export class AccountsPage {
  protected readonly t = injectT();
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly actions = inject(AccountActions);
  private readonly problemText = injectProblemText();

  protected readonly roles: readonly Role[] = ['PATIENT', 'DOCTOR', 'ADMIN'];
  protected readonly states: readonly AccountState[] = ['waiting', 'active', 'closed'];
  private readonly params = toSignal(this.route.queryParams, { initialValue: {} });
  protected readonly filters = computed(() => fromUrl(this.params()));
  private readonly limit = signal(PAGE);
  protected readonly accounts = httpResource<User[]>(() => ({
    url: usersList.PATH,
    params: { ...toApi(this.filters()), limit: this.limit() },
  }));
  protected readonly list = latest(this.accounts, { keep: true });
  protected readonly more = computed(
    () => (this.list()?.length ?? 0) >= this.limit() && this.limit() < 500,
  );
  protected readonly error = signal('');

  constructor() {
    const live = inject(Live);
    live.onNotification(() => this.accounts.reload());
    live.onResync(() => this.accounts.reload());
  }

  protected filter(change: Partial<AccountFilters>): void {
    this.limit.set(PAGE);
    void this.router.navigate([], {
      relativeTo: this.route,
      queryParams: toUrl({ ...this.filters(), ...change }),
    });
  }

  protected search(event: Event, q: string): void {
    event.preventDefault();
    this.filter({ q: q.trim() });
  }

  protected showMore(): void {
    this.limit.update((value) => Math.min(500, value + PAGE));
  }

  protected async decide(action: Promise<boolean>): Promise<void> {
    this.error.set('');
    try {
      if (await action) {
        this.accounts.reload();
      }
    } catch (failure) {
      this.error.set(this.problemText(failure));
    }
  }

  protected approve(user: User): Promise<void> {
    return this.decide(this.actions.approve(user));
  }

  protected setActive(user: User, active: boolean): Promise<void> {
    return this.decide(this.actions.setActive(user, active));
  }
}
