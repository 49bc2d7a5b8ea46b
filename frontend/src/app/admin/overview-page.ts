import { httpResource } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { appointmentsList } from '../api/fn/appointments/appointments-list';
import { usersList } from '../api/fn/users/users-list';
import { Session } from '../core/auth/session';
import { injectProblemText } from '../core/errors/problem-text';
import { latest } from '../core/http/latest';
import { I18n } from '../core/i18n/i18n';
import type { Appointment, User } from '../core/models';
import { Live } from '../core/realtime/live';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { FormError } from '../ui/form-error';
import { PageHeader } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';
import { AccountRow } from './accounts/account-row';
import { AccountActions } from './accounts/accounts-actions';

/** What waits for an administrator: people to approve, requests without a doctor. */
@Component({
  selector: 'app-admin-overview-page',
  imports: [AccountRow, EmptyState, ErrorState, FormError, PageHeader, RouterLink, Skeleton],
  templateUrl: './overview-page.html',
  styleUrl: './admin-list.scss',
})
export class OverviewPage {
  protected readonly session = inject(Session);
  protected readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  private readonly actions = inject(AccountActions);
  private readonly problemText = injectProblemText();

  protected readonly waiting = httpResource<User[]>(() => ({
    url: usersList.PATH,
    params: { is_approved: false, is_active: true, limit: 100 },
  }));
  protected readonly waitingList = latest(this.waiting, { keep: true });
  protected readonly unassigned = httpResource<Appointment[]>(() => ({
    url: appointmentsList.PATH,
    params: { status: 'pending', unassigned: true, limit: 500 },
  }));
  protected readonly pending = httpResource<Appointment[]>(() => ({
    url: appointmentsList.PATH,
    params: { status: 'pending', limit: 500 },
  }));
  protected readonly unassignedList = latest(this.unassigned, { keep: true });
  protected readonly pendingList = latest(this.pending, { keep: true });
  protected readonly error = signal('');

  constructor() {
    const live = inject(Live);
    live.onNotification(() => this.refresh());
    live.onAppointment(() => this.refresh());
    live.onResync(() => this.refresh());
  }

  protected count(rows: readonly unknown[] | undefined): number {
    return rows?.length ?? 0;
  }

  protected refresh(): void {
    this.waiting.reload();
    this.unassigned.reload();
    this.pending.reload();
  }

  protected approve(user: User): Promise<void> {
    return this.decide(this.actions.approve(user));
  }

  protected setActive(user: User, active: boolean): Promise<void> {
    return this.decide(this.actions.setActive(user, active));
  }

  private async decide(action: Promise<boolean>): Promise<void> {
    this.error.set('');
    try {
      if (await action) {
        this.refresh();
      }
    } catch (failure) {
      this.error.set(this.problemText(failure));
      this.refresh();
    }
  }
}
