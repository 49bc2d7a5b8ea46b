import { Component, computed, input, output, signal } from '@angular/core';
import { startOf } from '../../booking/appointment-times';
import { ProposalTimes } from '../../booking/proposal-times';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment, Transition } from '../../core/models';
import { DateTimePipe } from '../../ui/format-pipes';
import { StatusBadge } from '../../ui/status-badge';
import { AssignCard } from './assign-card';

@Component({
  selector: 'app-admin-appointment-row',
  imports: [AssignCard, DateTimePipe, ProposalTimes, StatusBadge],
  template: `
    @let item = appointment();
    <div class="line">
      <div class="words">
        <strong>
          @if (start()) {
            <time [attr.datetime]="start()">{{ start() | dateTime }}</time>
          } @else {
            {{ t('admin.appointments.noTime') }}
          }
        </strong>
        <p class="small">
          {{ item.patient.name }}
          <span class="muted">
            ·
            {{ item.doctor?.name ?? item.specialty ?? t('admin.appointments.anyDoctor') }} ·
            {{ t('booking.mode.' + item.consultation_mode) }}
          </span>
        </p>
        @if (item.proposal) {
          <app-proposal-times class="small" [appointment]="item" />
        }
        @if (item.motif) {
          <p class="muted small">{{ t('admin.appointments.quoted', { motif: item.motif }) }}</p>
        }
      </div>
      <app-status-badge [status]="item.status" />
      <div class="tools">
        @if (can('assign') && !assigning()) {
          <button
            type="button"
            class="btn btn-small btn-primary"
            [attr.aria-label]="t('admin.appointments.assignThis', { name: item.patient.name })"
            (click)="assigning.set(true)"
          >
            {{ t('admin.appointments.assign') }}
          </button>
        }
        @if (can('decline') && item.status === 'pending') {
          <button
            type="button"
            class="btn btn-small btn-danger"
            [attr.aria-label]="t('admin.appointments.declineThis', { name: item.patient.name })"
            (click)="closing.emit('decline')"
          >
            {{ t('admin.appointments.decline') }}
          </button>
        } @else if (can('cancel')) {
          <button
            type="button"
            class="btn btn-small btn-danger"
            [attr.aria-label]="t('admin.appointments.cancelThis', { name: item.patient.name })"
            (click)="closing.emit('cancel')"
          >
            {{ t('admin.appointments.cancel') }}
          </button>
        }
      </div>
    </div>
    @if (assigning()) {
      <app-assign-card
        [appointment]="item"
        (assigned)="assigning.set(false); assigned.emit($event)"
        (dismiss)="assigning.set(false)"
      />
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: var(--space-4);
      padding: var(--space-3) var(--space-4);
      border: var(--line);
      border-radius: var(--radius);
      background: var(--card);
    }
    .line,
    .tools {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-3);
    }
    .words {
      flex: 1 1 280px;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    strong {
      display: inline-block;
      font-weight: 600;
    }
    strong time {
      display: inline-block;
    }
    strong time::first-letter {
      text-transform: uppercase;
    }
  `,
})
export class AdminAppointmentRow {
  readonly appointment = input.required<Appointment>();
  readonly closing = output<'decline' | 'cancel'>();
  readonly assigned = output<Appointment>();

  protected readonly t = injectT();
  protected readonly assigning = signal(false);
  protected readonly start = computed(() => startOf(this.appointment()));

  protected can(move: Transition): boolean {
    const transitions = this.appointment().transitions as Transition[] | undefined;
    return transitions?.includes(move) ?? false;
  }
}
