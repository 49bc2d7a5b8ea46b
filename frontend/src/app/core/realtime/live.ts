import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { filter, merge, type Observable, switchMap, take } from 'rxjs';
import { Session } from '../auth/session';
import type { AppointmentStatus } from '../models';
import { type Frame, LiveSocket } from './live-socket';

export interface SlotFrame extends Frame {
  type: 'slot';
  doctor: number;
  id: number;
  start: string;
  end: string;
  remaining: number;
  is_open: boolean;
}

export interface AppointmentFrame extends Frame {
  type: 'appointment';
  id: number;
  status: AppointmentStatus;
  version: number;
}

/**
 * The live side of the application. Pages call the `on…` methods in an injection context; they
 * are unsubscribed with the page. Frames are lost until the server says that it sends them: then
 * `onResync` tells to read again.
 */
@Injectable({ providedIn: 'root' })
export class Live {
  private readonly session = inject(Session);
  private readonly offline = signal(typeof navigator !== 'undefined' && !navigator.onLine);
  private readonly watched = new Map<number, number>();

  readonly notifications = new LiveSocket({
    path: '/ws/notifications/',
    token: () => this.session.freshToken(),
    anonymous: false,
  });

  readonly calendar = new LiveSocket({
    path: '/ws/calendar/',
    token: () => this.session.freshToken(),
    anonymous: true,
  });

  /** The server has joined the person's socket to their news: it says so once it has. */
  private readonly joined: Observable<unknown> = this.notifications.frames.pipe(
    filter(({ type }) => type === 'ready'),
  );
  private readonly watchingAgain: Observable<unknown> = this.calendar.opened.pipe(
    filter(({ again }) => again),
    switchMap(() =>
      this.calendar.frames.pipe(
        filter(({ type }) => type === 'watching'),
        take(1),
      ),
    ),
  );

  /** What is on screen may be out of date. */
  readonly stale = computed(
    () => this.offline() || this.notifications.lost() || this.calendar.lost(),
  );

  constructor() {
    addEventListener('online', () => this.offline.set(false));
    addEventListener('offline', () => this.offline.set(true));
    this.calendar.opened.subscribe(() => this.sendWatch());
    effect(() => {
      const active = this.session.signedIn() && this.session.approved();
      untracked(() => this.follow(active));
    });
  }

  onSlot(handler: (frame: SlotFrame) => void): void {
    this.on(this.calendar, 'slot', (frame) => handler(frame as SlotFrame));
  }

  /** The rules of a watched doctor changed: fetch the slots again. */
  onCalendar(handler: (doctor: number) => void): void {
    this.on(this.calendar, 'calendar', (frame) => handler(Number(frame['doctor'])));
  }

  /** An appointment of the signed-in person (patient or doctor) changed. */
  onAppointment(handler: (frame: AppointmentFrame) => void): void {
    this.on(this.notifications, 'appointment', (frame) => handler(frame as AppointmentFrame));
  }

  onNotification(handler: () => void): void {
    this.on(this.notifications, 'notification', () => handler());
  }

  /**
   * From now on the person's news arrives: after each connection, the first one included, since the
   * page may have read what it shows before. So do free slots again after a loss.
   */
  onResync(handler: () => void): void {
    merge(this.joined, this.watchingAgain)
      .pipe(takeUntilDestroyed(inject(DestroyRef)))
      .subscribe(() => handler());
  }

  /** The frames of watched doctors arrive again after a loss. */
  onSlotsResync(handler: () => void): void {
    this.watchingAgain.pipe(takeUntilDestroyed(inject(DestroyRef))).subscribe(() => handler());
  }

  /** Follows the free slots of these doctors until the returned function is called. */
  watchDoctors(ids: readonly number[]): () => void {
    ids.forEach((id) => this.watched.set(id, (this.watched.get(id) ?? 0) + 1));
    this.calendar.start();
    this.sendWatch();
    return () => {
      ids.forEach((id) => {
        const left = (this.watched.get(id) ?? 1) - 1;
        if (left > 0) {
          this.watched.set(id, left);
        } else {
          this.watched.delete(id);
        }
      });
      this.sendWatch();
      if (this.watched.size === 0 && this.session.role() !== 'DOCTOR') {
        this.calendar.stop();
      }
    };
  }

  private on(socket: LiveSocket, type: string, handler: (frame: Frame) => void): void {
    socket.frames
      .pipe(
        filter((frame) => frame.type === type),
        takeUntilDestroyed(inject(DestroyRef)),
      )
      .subscribe(handler);
  }

  private sendWatch(): void {
    this.calendar.send({ type: 'watch', doctors: [...this.watched.keys()].slice(0, 50) });
  }

  private follow(active: boolean): void {
    if (active) {
      this.notifications.start();
    } else {
      this.notifications.stop();
    }
    this.calendar.restart();
  }
}
