import { HttpClient } from '@angular/common/http';
import { effect, inject, Injectable, signal, untracked } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { notificationsList } from '../../api/fn/notifications/notifications-list';
import { notificationsUnreadCountRetrieve } from '../../api/fn/notifications/notifications-unread-count-retrieve';
import { Api } from '../../api/api';
import { notificationsReadAllCreate } from '../../api/fn/notifications/notifications-read-all-create';
import { notificationsReadCreate } from '../../api/fn/notifications/notifications-read-create';
import { Session } from '../auth/session';
import type { Notification } from '../models';
import { Live } from './live';

/** The notifications of the signed-in person: unread count, newest ones, marking as read. */
@Injectable({ providedIn: 'root' })
export class Inbox {
  private readonly api = inject(Api);
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly live = inject(Live);
  private readonly count = signal(0);
  private readonly newest = signal<Notification | null>(null);

  readonly unread = this.count.asReadonly();
  /** The notification that just arrived, for the announcement on screen. */
  readonly arrived = this.newest.asReadonly();

  constructor() {
    this.live.notifications.frames.subscribe((frame) => {
      if (typeof frame['unread'] === 'number') {
        this.count.set(frame['unread']);
      }
      if (frame.type === 'notification') {
        this.newest.set(frame['notification'] as Notification);
      }
    });
    effect(() => {
      const active = this.session.signedIn() && this.session.approved();
      untracked(() => {
        this.newest.set(null);
        this.count.set(0);
        if (active) {
          void this.refreshCount();
        }
      });
    });
  }

  dismiss(): void {
    this.newest.set(null);
  }

  /** The newest ones without marking them as read. */
  peek(limit: number): Promise<Notification[]> {
    return firstValueFrom(
      this.http.get<Notification[]>(notificationsList.PATH, { params: { peek: true, limit } }),
    );
  }

  async markRead(notification: Notification): Promise<void> {
    if (!notification.read_at) {
      this.count.update((value) => Math.max(0, value - 1));
      await this.api.invoke(notificationsReadCreate, { id: String(notification.id) });
    }
  }

  async markAllRead(): Promise<void> {
    await this.api.invoke(notificationsReadAllCreate);
    this.count.set(0);
  }

  async refreshCount(): Promise<void> {
    try {
      const answer = await firstValueFrom(
        this.http.get<{ unread: number }>(notificationsUnreadCountRetrieve.PATH),
      );
      this.count.set(answer.unread);
    } catch {
      // The socket brings the count as soon as the server answers again.
      return;
    }
  }
}
