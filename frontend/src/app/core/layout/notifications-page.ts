import { httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { notificationsList } from '../../api/fn/notifications/notifications-list';
import { safeReturn } from '../auth/guards';
import { injectProblemText } from '../errors/problem-text';
import { latest } from '../http/latest';
import { injectT } from '../i18n/i18n';
import type { Notification } from '../models';
import { Inbox } from '../realtime/inbox';
import { Live } from '../realtime/live';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { AgoPipe } from '../../ui/format-pipes';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';

const PAGE = 30;

/** All notifications, newest first. Opening one marks it as read. */
@Component({
  selector: 'app-notifications-page',
  imports: [AgoPipe, EmptyState, ErrorState, FormError, Icon, PageHeader, Skeleton],
  templateUrl: './notifications-page.html',
  styleUrl: './notifications-page.scss',
})
export class NotificationsPage {
  protected readonly t = injectT();
  protected readonly inbox = inject(Inbox);
  private readonly router = inject(Router);
  private readonly problemText = injectProblemText();

  protected readonly onlyUnread = signal(false);
  private readonly limit = signal(PAGE);
  protected readonly list = httpResource<Notification[]>(() => ({
    url: notificationsList.PATH,
    params: {
      peek: true,
      limit: this.limit(),
      ...(this.onlyUnread() ? { unread: true } : {}),
    },
  }));
  protected readonly items = latest(this.list, { keep: true });
  protected readonly more = computed(() => (this.items()?.length ?? 0) >= this.limit());
  protected readonly problem = signal('');

  constructor() {
    const live = inject(Live);
    live.onResync(() => this.list.reload());
    live.onNotification(() => this.list.reload());
  }

  protected loadMore(): void {
    this.limit.update((value) => Math.min(500, value + PAGE));
  }

  protected async open(item: Notification): Promise<void> {
    this.problem.set('');
    try {
      await this.inbox.markRead(item);
      const target = safeReturn(item.link);
      if (target) {
        await this.router.navigateByUrl(target);
      } else {
        this.list.reload();
      }
    } catch (error) {
      this.problem.set(this.problemText(error));
    }
  }

  protected async readAll(): Promise<void> {
    this.problem.set('');
    try {
      await this.inbox.markAllRead();
      this.list.reload();
    } catch (error) {
      this.problem.set(this.problemText(error));
    }
  }
}
