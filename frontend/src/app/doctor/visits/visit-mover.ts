import { inject, Injectable } from '@angular/core';
import { startOf } from '../../booking/appointment-times';
import { toProblem } from '../../core/errors/problem';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment } from '../../core/models';
import { Toasts } from '../../ui/toasts';
import { injectVisitProblem } from './visit-problem';
import { VisitsApi } from './visits-api';

const LOST = new Set(['slot_taken', 'not_found', 'in_the_past']);

/** Moves a visit to another slot, tells it, and offers the way back. */
@Injectable({ providedIn: 'root' })
export class VisitMover {
  private readonly api = inject(VisitsApi);
  private readonly toasts = inject(Toasts);
  private readonly formats = inject(Formats);
  private readonly t = injectT();
  private readonly problemText = injectVisitProblem();

  /** Rejects as the server refuses; `changed` is called when the visit went back as well. */
  async move(visit: Appointment, slot: number, changed: () => void): Promise<void> {
    const moved = await this.api.reschedule(visit, slot);
    const former = visit.slot?.id;
    const text = this.t('doctor.visit.movedTo', { when: this.when(moved) });
    if (former === undefined || former === moved.slot?.id) {
      this.toasts.show(text);
    } else {
      const run = () => void this.back(moved, former, changed);
      this.toasts.show(text, { label: this.t('doctor.visit.undo'), run });
    }
    changed();
  }

  private async back(visit: Appointment, slot: number, changed: () => void): Promise<void> {
    try {
      const moved = await this.api.reschedule(visit, slot);
      this.toasts.show(this.t('doctor.visit.movedBack', { when: this.when(moved) }));
    } catch (error) {
      this.toasts.show(
        LOST.has(toProblem(error).code)
          ? this.t('doctor.visit.formerTaken', { when: this.when(visit) })
          : this.problemText(error),
      );
    }
    changed();
  }

  private when(visit: Appointment): string {
    return this.formats.dateTime(startOf(visit) ?? visit.created_at);
  }
}
