import { httpResource } from '@angular/common/http';
import {
  afterRenderEffect,
  Component,
  computed,
  DOCUMENT,
  effect,
  inject,
  input,
  output,
  untracked,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { AppointmentHistory } from '../../booking/appointment-history';
import { toProblem } from '../../core/errors/problem';
import { latest } from '../../core/http/latest';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment, HistoryEntry } from '../../core/models';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { SideSheet } from '../../ui/side-sheet';
import { Skeleton } from '../../ui/skeleton';
import { VisitMoves } from '../visits/visit-moves';
import { VisitReschedule } from '../visits/visit-reschedule';
import { VisitSummary } from '../visits/visit-summary';

/** A visit beside the agenda: what it is, and what the doctor may do with it. */
@Component({
  selector: 'app-visit-panel',
  imports: [
    AppointmentHistory,
    ErrorState,
    Icon,
    RouterLink,
    SideSheet,
    Skeleton,
    VisitMoves,
    VisitReschedule,
    VisitSummary,
  ],
  template: `
    <app-side-sheet
      [heading]="item()?.patient?.name ?? t('doctor.visit.title')"
      (closed)="closed.emit()"
    >
      @if (item(); as visit) {
        <div class="stack">
          @if (visit.patient.phone; as phone) {
            <a class="phone" [href]="'tel:' + phone">
              <app-icon name="phone" [size]="18" /> {{ phone }}
            </a>
          }
          <app-visit-summary [visit]="visit" />
          @if (visit.message_medecin) {
            <p class="words">
              <strong>{{ t('doctor.visit.yourMessage') }}</strong> {{ visit.message_medecin }}
            </p>
          }
          @if (visit.location_note) {
            <p class="words">
              <strong>{{ t('doctor.visit.yourPlace') }}</strong> {{ visit.location_note }}
            </p>
          }
          <app-visit-moves [visit]="visit" (changed)="update()" />
          <app-visit-reschedule [visit]="visit" [narrow]="true" (changed)="update()" />
          <a class="btn btn-outlined page-link" [routerLink]="['/medecin/rendez-vous', visit.id]">
            <app-icon name="open_in_new" /> {{ t('doctor.agenda.openVisit') }}
          </a>
          @if (history.hasValue() && history.value().length) {
            <details>
              <summary>{{ t('doctor.visit.history') }}</summary>
              <app-appointment-history [entries]="history.value()" />
            </details>
          }
        </div>
      } @else if (missing()) {
        <p>{{ t('doctor.visit.missingText') }}</p>
      } @else if (visit.error(); as failure) {
        <app-error-state [error]="failure" (retry)="visit.reload()" />
      } @else {
        <app-skeleton [count]="5" />
      }
    </app-side-sheet>
  `,
  styles: `
    .page-link {
      align-self: start;
    }
    .phone {
      display: inline-flex;
      gap: var(--space-2);
      align-items: center;
      min-height: 32px;
      align-self: start;
    }
    .words {
      overflow-wrap: anywhere;
    }
    summary {
      min-height: 44px;
      padding-top: 10px;
      font-weight: 600;
      cursor: pointer;
    }
    app-appointment-history {
      display: block;
      margin-top: var(--space-2);
    }
  `,
})
export class VisitPanel {
  readonly id = input.required<number>();
  /** Moves on when something in the agenda changed. */
  readonly refreshed = input(0);
  readonly closed = output();
  readonly changed = output();

  protected readonly t = injectT();
  private readonly sheet = viewChild.required(SideSheet);
  protected readonly visit = httpResource<Appointment>(() => `/api/appointments/${this.id()}/`);
  protected readonly history = httpResource<HistoryEntry[]>(
    () => `/api/appointments/${this.id()}/history/`,
  );
  protected readonly item = latest(this.visit);
  protected readonly missing = computed(
    () => this.visit.error() !== undefined && toProblem(this.visit.error()).status === 404,
  );

  constructor() {
    effect(() => {
      this.refreshed();
      untracked(() => this.reload());
    });
    const page = inject(DOCUMENT);
    // A move that was made takes its own button away, and the focus with it.
    afterRenderEffect(() => {
      if (this.item() && page.activeElement === page.body) {
        this.sheet().focus();
      }
    });
  }

  protected update(): void {
    this.reload();
    this.changed.emit();
  }

  private reload(): void {
    this.visit.reload();
    this.history.reload();
  }
}
