import { inject, Injectable } from '@angular/core';
import { injectT } from '../../core/i18n/i18n';
import type { AgendaDrop } from '../../ui/agenda-calendar';
import { Toasts } from '../../ui/toasts';
import { VisitMover } from '../visits/visit-mover';
import { injectVisitProblem } from '../visits/visit-problem';
import { AgendaStore } from './agenda-store';
import { panelOf } from './agenda-url';
import { dropTarget } from './drop-target';

/** What happens when a visit was dragged: into a free slot, or back with a reason. */
@Injectable()
export class DragMover {
  private readonly store = inject(AgendaStore);
  private readonly mover = inject(VisitMover);
  private readonly toasts = inject(Toasts);
  private readonly t = injectT();
  private readonly problemText = injectVisitProblem();

  async drop(drop: AgendaDrop): Promise<void> {
    const panel = panelOf(drop.id);
    const visit = this.store.visits().find((one) => panel?.kind === 'visit' && one.id === panel.id);
    const target = visit && dropTarget(visit, drop.start, this.store.slots());
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
      await this.mover.move(visit, slot.id, () => this.store.refresh());
    } catch (error) {
      drop.revert();
      this.toasts.show(this.problemText(error));
      this.store.refresh();
    }
  }
}
