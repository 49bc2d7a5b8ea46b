import { Component, computed, inject, input, output, signal } from '@angular/core';
import { AppointmentsApi } from '../../booking/appointments-api';
import { startOf } from '../../booking/appointment-times';
import { ProposalTimes } from '../../booking/proposal-times';
import { injectProblemText } from '../../core/errors/problem-text';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { Toasts } from '../../ui/toasts';

/** What the patient has proposed: both times, what holds meanwhile, and the way back. */
@Component({
  selector: 'app-proposal-note',
  imports: [FormError, Icon, ProposalTimes],
  template: `
    <section class="banner banner-warn" aria-labelledby="proposal-heading">
      <app-icon name="hourglass_top" />
      <div class="stack">
        <h2 id="proposal-heading">{{ t('patient.proposal.heading') }}</h2>
        <app-proposal-times [appointment]="appointment()" />
        <p>{{ t('patient.proposal.text', { when: when(), until: until() }) }}</p>
        <app-form-error [text]="problem()" />
        <div class="row">
          <button
            type="button"
            class="btn btn-small btn-outlined"
            [attr.aria-busy]="busy()"
            (click)="withdraw()"
          >
            {{ t('patient.proposal.withdraw') }}
          </button>
        </div>
      </div>
    </section>
  `,
  styles: `
    .banner {
      align-items: flex-start;
    }
    .stack {
      gap: var(--space-3);
      min-width: 0;
    }
    h2 {
      font-size: var(--text-base);
    }
  `,
})
export class ProposalNote {
  readonly appointment = input.required<Appointment>();
  readonly withdrawn = output();

  protected readonly t = injectT();
  private readonly formats = inject(Formats);
  private readonly api = inject(AppointmentsApi);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();

  protected readonly busy = signal(false);
  protected readonly problem = signal('');
  protected readonly when = computed(() =>
    this.formats.dateTime(startOf(this.appointment()) ?? ''),
  );
  protected readonly until = computed(() =>
    this.formats.dateTime(this.appointment().proposal?.expires_at ?? ''),
  );

  protected async withdraw(): Promise<void> {
    if (this.busy()) {
      return;
    }
    this.busy.set(true);
    this.problem.set('');
    try {
      await this.api.withdraw(this.appointment());
      this.toasts.show(this.t('patient.proposal.withdrawn'));
    } catch (error) {
      this.problem.set(this.problemText(error));
    } finally {
      this.busy.set(false);
    }
    this.withdrawn.emit();
  }
}
