import { inject, Injectable } from '@angular/core';
import { injectT } from '../../core/i18n/i18n';
import type { AgendaDrop } from '../../ui/agenda-calendar';
import { Toasts } from '../../ui/toasts';
import { AppointmentMover } from '../appointments/appointment-mover';
import { injectAppointmentProblem } from '../appointments/appointment-problem';
import { AgendaStore } from './agenda-store';
import { panelOf } from './agenda-url';
import { dropTarget } from './drop-target';

/** What happens when an appointment was dragged: into a free slot, or back with a reason. */
@Injectable()
export class DragMover {
  private readonly store = inject(AgendaStore);
  private readonly mover = inject(AppointmentMover);
  private readonly toasts = inject(Toasts);
  private readonly t = injectT();
  private readonly problemText = injectAppointmentProblem();

  async drop(drop: AgendaDrop): Promise<void> {
    const panel = panelOf(drop.id);
    const appointment = this.store
      .appointments()
      .find((one) => panel?.kind === 'appointment' && one.id === panel.id);
    const target = appointment && dropTarget(appointment, drop.start, this.store.slots());
    if (!target || 'same' in target) {
      drop.revert();
      return;
    }
    if ('refused' in target) {
      drop.revert();
      this.toasts.show(this.t(`doctor.agenda.drop.${target.refused}`));
      return;
    }
    const { slot } = target;
    drop.settle({ start: slot.start_time, end: slot.end_time });
    try {
      await this.mover.move(appointment, slot.id, () => this.store.refresh());
    } catch (error) {
      drop.revert();
      this.toasts.show(this.problemText(error));
      this.store.refresh();
    }
  }
}
