import { Component, inject, input } from '@angular/core';
import { I18n } from '../core/i18n/i18n';
import type { HistoryEntry } from '../core/models';
import { DateTimePipe } from '../ui/format-pipes';

const acceptances: Partial<Record<string, string>> = { code: 'Code', link: 'Link' };

/** What happened to the appointment, and who did it. */
@Component({
  selector: 'app-appointment-history',
  imports: [DateTimePipe],
  template: `
    <ol>
      @for (entry of entries(); track $index) {
        <li>
          <strong>{{ name(entry) }}</strong>
          <p class="muted small">{{ who(entry) }}</p>
          @if (times(entry); as times) {
            <p class="small">
              <time [attr.datetime]="times.from">{{ times.from | dateTime }}</time> →
              <time [attr.datetime]="times.to">{{ times.to | dateTime }}</time>
            </p>
          }
          @for (change of changes(entry); track change.name) {
            <p class="small change">
              {{ i18n.t('booking.said.' + change.name) }} {{ change.from }} → {{ change.to }}
            </p>
          }
          @if (entry.reason) {
            <p class="small">«&nbsp;{{ entry.reason }}&nbsp;»</p>
          }
          <time class="muted small" [attr.datetime]="entry.at">{{ entry.at | dateTime }}</time>
        </li>
      }
    </ol>
  `,
  styles: `
    .change {
      overflow-wrap: anywhere;
    }
    ol {
      display: flex;
      flex-direction: column;
      gap: var(--space-4);
    }
    li {
      position: relative;
      padding-left: 24px;
    }
    li::before {
      content: '';
      position: absolute;
      top: 7px;
      left: 3px;
      width: 10px;
      height: 10px;
      border: 2px solid var(--mat-sys-primary);
      border-radius: 50%;
    }
    li:not(:last-child)::after {
      content: '';
      position: absolute;
      top: 21px;
      bottom: -19px;
      left: 7px;
      width: 2px;
      background: var(--mat-sys-outline-variant);
    }
  `,
})
export class AppointmentHistory {
  readonly entries = input.required<readonly HistoryEntry[]>();

  protected readonly i18n = inject(I18n);

  /** From when to when, where that changed. */
  protected times(entry: HistoryEntry): { from: string; to: string } | null {
    const { from, to } = entry.details as Partial<Record<'from' | 'to', string | null>>;
    return from && to && from !== to ? { from, to } : null;
  }

  /** Old words beside the new; those that are new altogether stand in the appointment itself. */
  protected changes(entry: HistoryEntry): { name: string; from: string; to: string }[] {
    const { changes } = entry.details as { changes?: Record<string, { from: string; to: string }> };
    return Object.entries(changes ?? {})
      .filter(([, { from }]) => from)
      .map(([name, { from, to }]) => ({
        name,
        from: this.worded(name, from),
        to: this.worded(name, to),
      }));
  }

  private worded(name: string, text: string): string {
    return name === 'mode' ? this.i18n.t(`booking.mode.${text}`) : text || '–';
  }

  /** What a patient creates is a request, unless it is confirmed at once; what the practice creates
   * is an appointment. An acceptance says by what it was given. */
  protected name({ transition, to, party, details }: HistoryEntry): string {
    let how = '';
    if (transition === 'create') {
      how = party !== 'patient' ? 'ForPatient' : to === 'confirmed' ? 'Confirmed' : '';
    } else if (transition === 'agree') {
      how = acceptances[accepted(details).accepted_by ?? ''] ?? '';
    }
    const key = `booking.transition.${transition}${how}`;
    return this.i18n.t(this.i18n.has(key) ? key : 'booking.transition.other');
  }

  /** Who did it; of a code, who typed what the patient read out; of a link, where it went. */
  protected who({ transition, by, party, details }: HistoryEntry): string {
    const name = by?.name ?? this.i18n.t(`booking.party.${party}`);
    const { accepted_by, mailed_to } = accepted(details);
    if (transition === 'agree' && accepted_by === 'code') {
      return this.i18n.t('booking.codeTypedBy', { name });
    }
    const key = `booking.mailedTo.${mailed_to}`;
    return this.i18n.has(key) ? this.i18n.t(key) : name;
  }
}

function accepted(details: HistoryEntry['details']): { accepted_by?: string; mailed_to?: string } {
  return details;
}
