import { Component, computed, inject, input } from '@angular/core';
import { patientsMeAccessesList } from '../../api/fn/patients/patients-me-accesses-list';
import type { OwnAccessOut } from '../../api/models';
import { pagedList } from '../../core/http/paged-list';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { ClockPipe, DayPipe } from '../../ui/format-pipes';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { type Access, byDay } from './access-days';

const PAGE = 100;

/** Who saw or changed the data of one person, day by day. */
@Component({
  selector: 'app-access-list',
  imports: [ClockPipe, DayPipe, EmptyState, ErrorState, Icon, Skeleton],
  templateUrl: './access-list.html',
  styleUrl: './access-list.scss',
})
export class AccessList {
  /** For whom the reader acts; null for the reader's own. */
  readonly patient = input<number | null>(null);

  private readonly i18n = inject(I18n);
  private readonly formats = inject(Formats);
  protected readonly t = this.i18n.t;

  protected readonly list = pagedList<OwnAccessOut>(() => ({
    url: patientsMeAccessesList.PATH,
    params: { limit: PAGE, patient: this.patient() },
  }));
  protected readonly days = computed(() => {
    const rows = this.list.rows();
    return rows && byDay(rows, (instant) => this.formats.dayKey(instant));
  });

  /** « a consulté vos rendez-vous »; what has no words of its own yet is called data. */
  protected what({ action, subject }: Access): string {
    const key = `${action}.${subject}`;
    return this.words(this.i18n.has(`patient.accesses.${key}`) ? key : `${action}.other`);
  }

  /** What is said of somebody for whom the reader acts does not say « vos ». */
  protected words(key: string): string {
    return this.t(`patient.accesses.${this.patient() === null ? '' : 'ward.'}${key}`);
  }

  protected times(access: Access): string {
    return this.i18n.plural('patient.accesses.times', access.times);
  }
}
