import { Component } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { injectT } from '../core/i18n/i18n';
import { Icon } from '../ui/icon';

/** The sections of the administration, above each of its pages. */
@Component({
  selector: 'app-admin-frame',
  imports: [Icon, RouterLink, RouterLinkActive, RouterOutlet],
  template: `
    <nav [attr.aria-label]="t('admin.sections')">
      <div #tabs>
        @for (item of items; track item.path) {
          <a
            #link
            [routerLink]="item.path"
            routerLinkActive="active"
            ariaCurrentWhenActive="page"
            (isActiveChange)="reveal($event, tabs, link)"
            [routerLinkActiveOptions]="{ exact: item.path === '/admin-clinique' }"
            >{{ t(item.label) }}</a
          >
        }
        <a href="/admin/" target="_blank" rel="noopener">
          {{ t('admin.django') }} <app-icon name="open_in_new" [size]="16" />
          <span class="sr-only">{{ t('admin.newTab') }}</span>
        </a>
      </div>
    </nav>
    <router-outlet />
  `,
  styles: `
    nav {
      border-bottom: var(--line);
      background: var(--card);
    }
    div {
      position: relative;
      display: flex;
      gap: var(--space-1);
      max-width: calc(var(--content) + 2 * var(--space-5));
      margin-inline: auto;
      padding: 0 var(--space-4);
      overflow-x: auto;
      scrollbar-width: none;
      /* A shadow at each edge that hides more; what moves with the tabs covers it at the ends. */
      background:
        linear-gradient(to right, var(--card) 40%, transparent) left / 56px local,
        linear-gradient(to left, var(--card) 40%, transparent) right / 56px local,
        linear-gradient(to right, var(--mat-sys-outline-variant), transparent) left / 28px,
        linear-gradient(to left, var(--mat-sys-outline-variant), transparent) right / 28px;
      background-repeat: no-repeat;
    }
    a {
      display: inline-flex;
      flex: none;
      align-items: center;
      gap: 6px;
      min-height: 48px;
      padding: 0 var(--space-3);
      border-bottom: 2px solid transparent;
      color: var(--mat-sys-on-surface-variant);
      font-size: var(--text-sm);
      font-weight: 600;
      text-decoration: none;
    }
    a:focus-visible {
      outline-offset: -3px;
    }
    .active {
      border-bottom-color: var(--mat-sys-primary);
      color: var(--mat-sys-primary);
    }
  `,
})
export class AdminFrame {
  protected readonly t = injectT();
  protected readonly items = [
    { path: '/admin-clinique', label: 'admin.overview.nav' },
    { path: '/admin-clinique/comptes', label: 'admin.accounts.nav' },
    { path: '/admin-clinique/rendez-vous', label: 'admin.appointments.nav' },
    { path: '/admin-clinique/specialites', label: 'admin.specialties.nav' },
    { path: '/admin-clinique/fusion', label: 'admin.merge.nav' },
    { path: '/admin-clinique/journal', label: 'admin.audit.nav' },
  ];

  /** On a phone not all of them fit: the one that is open stands in the middle. */
  protected reveal(active: boolean, tabs: HTMLElement, tab: HTMLElement): void {
    if (active) {
      tabs.scrollLeft = tab.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2;
    }
  }
}
