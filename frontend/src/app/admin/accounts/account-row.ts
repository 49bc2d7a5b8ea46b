import { Component, computed, inject, input, output } from '@angular/core';
import { Session } from '../../core/auth/session';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { User } from '../../core/models';
import { Avatar } from '../../ui/avatar';
import { nameOf } from './accounts-actions';

@Component({
  selector: 'app-account-row',
  imports: [Avatar],
  template: `
    @let account = user();
    <app-avatar [name]="name()" [size]="40" />
    <div class="words">
      <strong>{{ name() }}</strong>
      <p class="muted small">{{ account.email }}</p>
      <p class="tags">
        <span class="tag">{{ t('admin.roles.' + account.role) }}</span>
        @if (!account.is_active) {
          <span class="tag closed">{{ t('admin.accounts.closed') }}</span>
        } @else if (!account.is_approved) {
          <span class="tag waiting">{{ t('admin.accounts.waiting') }}</span>
        }
        <span class="muted small">{{
          t('admin.accounts.since', { date: formats.longDate(account.date_joined) })
        }}</span>
      </p>
    </div>
    <div class="tools">
      @if (account.is_active && !account.is_approved) {
        <button
          type="button"
          class="btn btn-small btn-primary"
          [attr.aria-label]="t('admin.accounts.approveThis', { name: name() })"
          (click)="approve.emit()"
        >
          {{ t('admin.accounts.approve') }}
        </button>
      }
      @if (account.id !== session.user()?.id) {
        @if (account.is_active) {
          <button
            type="button"
            class="btn btn-small btn-danger"
            [attr.aria-label]="t('admin.accounts.deactivateThis', { name: name() })"
            (click)="activate.emit(false)"
          >
            {{ t('admin.accounts.deactivate') }}
          </button>
        } @else {
          <button
            type="button"
            class="btn btn-small btn-outlined"
            [attr.aria-label]="t('admin.accounts.reactivateThis', { name: name() })"
            (click)="activate.emit(true)"
          >
            {{ t('admin.accounts.reactivate') }}
          </button>
        }
      }
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-3);
      padding: var(--space-3) var(--space-4);
      border: var(--line);
      border-radius: var(--radius);
      background: var(--card);
    }
    .words {
      flex: 1 1 240px;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .tags,
    .tools {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-2);
    }
    .tags {
      margin-top: 4px;
    }
    .waiting {
      background: var(--mat-sys-tertiary-container);
      color: var(--mat-sys-on-tertiary-container);
    }
    .closed {
      background: var(--mat-sys-error-container);
      color: var(--mat-sys-on-error-container);
    }
  `,
})
export class AccountRow {
  readonly user = input.required<User>();
  readonly approve = output();
  readonly activate = output<boolean>();

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  protected readonly session = inject(Session);
  protected readonly name = computed(() => nameOf(this.user()));
}
