import { Component, computed, inject } from '@angular/core';
import { patientsMeAccessesList } from '../../api/fn/patients/patients-me-accesses-list';
import type { OwnAccessOut } from '../../api/models';
import { pagedList } from '../../core/http/paged-list';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { ClockPipe, DayPipe } from '../../ui/format-pipes';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { type Access, byDay } from './access-days';

const PAGE = 100;

/** Who saw or changed the patient's data: the patient's own view of the journal. */
@Component({
  selector: 'app-accesses-page',
  imports: [ClockPipe, DayPipe, EmptyState, ErrorState, Icon, PageHeader, Skeleton],
  templateUrl: './accesses-page.html',
  styleUrl: './accesses-page.scss',
})
export class AccessesPage {
  private readonly i18n = inject(I18n);
  private readonly formats = inject(Formats);
  protected readonly t = this.i18n.t;

  protected readonly list = pagedList<OwnAccessOut>(() => ({
    url: patientsMeAccessesList.PATH,
    params: { limit: PAGE },
  }));
  protected readonly days = computed(() => {
    const rows = this.list.rows();
    return rows && byDay(rows, (instant) => this.formats.dayKey(instant));
  });

  /** « a consulté vos rendez-vous »; what has no words of its own yet is called data. */
  protected what({ action, subject }: Access): string {
    const key = `patient.accesses.${action}.${subject}`;
    return this.t(this.i18n.has(key) ? key : `patient.accesses.${action}.other`);
  }

  protected times(access: Access): string {
    return this.i18n.plural('patient.accesses.times', access.times);
  }
}
