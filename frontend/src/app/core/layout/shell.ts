import type { ElementRef } from '@angular/core';
import {
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import {
  type IsActiveMatchOptions,
  NavigationEnd,
  Router,
  RouterLink,
  RouterLinkActive,
  RouterOutlet,
} from '@angular/router';
import { filter } from 'rxjs';
import { safeReturn } from '../auth/guards';
import { Session } from '../auth/session';
import { PageLoad } from '../errors/page-load';
import { injectT } from '../i18n/i18n';
import { Inbox } from '../realtime/inbox';
import { Live } from '../realtime/live';
import { Dropdown } from '../../ui/dropdown';
import { Icon } from '../../ui/icon';
import { Mark } from '../../ui/mark';
import { ToastOutlet, Toasts } from '../../ui/toasts';
import { AccountMenu } from './account-menu';
import { navigation } from './navigation';
import { NotificationBell } from './notification-bell';
import { Preferences } from './preferences';

/** Header, navigation, notices and footer around every page. */
@Component({
  selector: 'app-shell',
  imports: [
    AccountMenu,
    Dropdown,
    Icon,
    Mark,
    NotificationBell,
    Preferences,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    ToastOutlet,
  ],
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
  host: { '(document:keydown.escape)': 'closeMenu()' },
})
export class Shell {
  protected readonly session = inject(Session);
  protected readonly pageLoad = inject(PageLoad);
  protected readonly live = inject(Live);
  protected readonly t = injectT();
  private readonly router = inject(Router);
  private readonly inbox = inject(Inbox);
  private readonly toasts = inject(Toasts);

  protected readonly items = computed(() => navigation[this.session.role() ?? 'VISITOR']);
  protected readonly menuOpen = signal(false);
  private readonly menuButton = viewChild<ElementRef<HTMLElement>>('menuButton');
  private path = '';

  /** A page stays itself whatever its filters say in the query. */
  protected readonly exactPath: IsActiveMatchOptions = {
    paths: 'exact',
    queryParams: 'ignored',
    matrixParams: 'ignored',
    fragment: 'ignored',
  };

  constructor() {
    this.router.events
      .pipe(
        filter((event) => event instanceof NavigationEnd),
        takeUntilDestroyed(inject(DestroyRef)),
      )
      .subscribe((event) => this.onNavigation(event.urlAfterRedirects));
    effect(() => {
      const arrived = this.inbox.arrived();
      if (arrived) {
        untracked(() => this.announce(arrived.title, arrived.link));
      }
    });
    effect(() => {
      if (this.session.ended()) {
        untracked(() => this.onSessionEnd());
      }
    });
  }

  /** Keyboard and screen-reader users land on the new page's heading. */
  private onNavigation(url: string): void {
    const path = url.split(/[?#]/)[0] ?? '';
    const moved = this.path !== '' && path !== this.path;
    this.path = path;
    this.menuOpen.set(false);
    if (moved) {
      setTimeout(() => {
        const target =
          document.querySelector<HTMLElement>('main h1') ?? document.querySelector('main');
        target?.setAttribute('tabindex', '-1');
        target?.focus({ preventScroll: true });
      });
    }
  }

  protected closeMenu(): void {
    if (this.menuOpen()) {
      this.menuOpen.set(false);
      this.menuButton()?.nativeElement.focus();
    }
  }

  protected skip(event: Event): void {
    event.preventDefault();
    document.querySelector('main')?.focus();
  }

  private announce(title: string, link: string): void {
    const target = safeReturn(link);
    this.toasts.show(
      title,
      target
        ? { label: this.t('common.open'), run: () => void this.router.navigateByUrl(target) }
        : undefined,
    );
    this.inbox.dismiss();
  }

  private onSessionEnd(): void {
    const area = /^\/(mes-|profil|notifications|medecin(\/|$)|admin-clinique|rendez-vous\/\d)/;
    if (area.test(this.router.url)) {
      void this.router.navigate(['/connexion'], { queryParams: { retour: this.router.url } });
    }
  }
}
