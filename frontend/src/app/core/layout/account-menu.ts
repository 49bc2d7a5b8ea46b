import { Component, computed, inject, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { homeOf } from '../auth/guards';
import { Session } from '../auth/session';
import { injectT } from '../i18n/i18n';
import { Avatar } from '../../ui/avatar';
import { Dropdown } from '../../ui/dropdown';
import { Icon } from '../../ui/icon';
import { Preferences } from './preferences';

/** Account, profile, language, theme and sign-out. */
@Component({
  selector: 'app-account-menu',
  imports: [Avatar, Dropdown, Icon, Preferences, RouterLink],
  template: `
    @if (session.user(); as user) {
      <app-dropdown>
        <span trigger class="who">
          <span class="sr-only">{{ t('nav.account') }}</span>
          <app-avatar [name]="user.display_name" [size]="34" />
          <span class="name">{{ user.display_name }}</span>
          <app-icon name="expand_more" />
        </span>
        <div class="head">
          <strong>{{ user.display_name }}</strong>
          <span class="muted">{{ user.email }}</span>
        </div>
        @if (user.is_approved) {
          <a class="entry" [routerLink]="profile()" (click)="close()">
            <app-icon name="person" /> {{ t('nav.profile') }}
          </a>
          <a class="entry" routerLink="/notifications" (click)="close()">
            <app-icon name="notifications" /> {{ t('notifications.title') }}
          </a>
        }
        <app-preferences />
        <button type="button" class="entry" (click)="signOut()">
          <app-icon name="logout" /> {{ t('nav.signOut') }}
        </button>
      </app-dropdown>
    }
  `,
  styles: `
    .who {
      position: relative;
      display: inline-flex;
      align-items: center;
      gap: var(--space-2);
    }
    .name {
      max-width: 160px;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .head {
      display: flex;
      flex-direction: column;
      padding: var(--space-2) var(--space-3) var(--space-3);
      border-bottom: var(--line);
      margin-bottom: var(--space-2);
      font-size: var(--text-sm);
      overflow-wrap: anywhere;
    }
    .entry {
      display: flex;
      align-items: center;
      gap: var(--space-3);
      width: 100%;
      min-height: 44px;
      padding: 0 var(--space-3);
      border: 0;
      border-radius: 8px;
      background: transparent;
      color: inherit;
      font-size: var(--text-sm);
      font-weight: 500;
      text-decoration: none;
      cursor: pointer;
    }
    .entry:hover {
      background: var(--mat-sys-surface-container-low);
    }
    app-preferences {
      margin: var(--space-2) 0;
      padding: var(--space-3);
      border-block: var(--line);
    }
    @media (width <= 900px) {
      .name {
        display: none;
      }
    }
  `,
})
export class AccountMenu {
  protected readonly session = inject(Session);
  protected readonly t = injectT();
  private readonly router = inject(Router);
  private readonly dropdown = viewChild(Dropdown);

  protected readonly profile = computed(() => {
    const role = this.session.role();
    return role === 'PATIENT' || !role ? '/profil' : `${homeOf[role]}/profil`;
  });

  protected close(): void {
    this.dropdown()?.close();
  }

  protected async signOut(): Promise<void> {
    try {
      await this.session.signOut();
    } finally {
      await this.router.navigateByUrl('/');
    }
  }
}
