import { Component, computed, inject, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { injectProblemText } from '../errors/problem-text';
import { I18n } from '../i18n/i18n';
import type { Notification } from '../models';
import { Inbox } from '../realtime/inbox';
import { safeReturn } from '../auth/guards';
import { Dropdown } from '../../ui/dropdown';
import { AgoPipe } from '../../ui/format-pipes';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';

@Component({
  selector: 'app-notification-bell',
  imports: [AgoPipe, Dropdown, Icon, RouterLink, Skeleton],
  templateUrl: './notification-bell.html',
  styleUrl: './notification-bell.scss',
})
export class NotificationBell {
  protected readonly inbox = inject(Inbox);
  protected readonly i18n = inject(I18n);
  protected readonly items = signal<Notification[] | null>(null);
  protected readonly error = signal('');
  protected readonly label = computed(() =>
    this.inbox.unread()
      ? this.i18n.plural('notifications.bell', this.inbox.unread())
      : this.i18n.t('notifications.title'),
  );
  private readonly router = inject(Router);
  private readonly problemText = injectProblemText();
  private readonly dropdown = viewChild.required(Dropdown);

  protected async onOpen(open: boolean): Promise<void> {
    if (open) {
      await this.load();
    }
  }

  protected async load(): Promise<void> {
    this.error.set('');
    this.items.set(null);
    try {
      this.items.set(await this.inbox.peek(6));
    } catch (error) {
      this.error.set(this.problemText(error));
    }
  }

  protected async follow(item: Notification): Promise<void> {
    this.dropdown().close();
    void this.inbox.markRead(item).catch(() => this.inbox.refreshCount());
    await this.router.navigateByUrl(safeReturn(item.link) ?? '/notifications');
  }

  protected async readAll(): Promise<void> {
    try {
      await this.inbox.markAllRead();
      const now = new Date().toISOString();
      this.items.update((items) => items?.map((item) => ({ ...item, read_at: now })) ?? null);
    } catch (error) {
      this.error.set(this.problemText(error));
    }
  }

  protected close(): void {
    this.dropdown().close();
  }
}
