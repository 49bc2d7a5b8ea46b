import { Component, computed, inject, input } from '@angular/core';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { patientsList } from '../../api/fn/patients/patients-list';
import type { PatientOut } from '../../api/models';
import { pagedList } from '../../core/http/paged-list';
import { Formats } from '../../core/i18n/formats';
import { formatPhone } from '../../core/i18n/phone';
import { injectT } from '../../core/i18n/i18n';
import { Avatar } from '../../ui/avatar';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { bornOn } from './born-on';

const PAGE = 50;

/** The doctor's own patients; the search lives in the URL. */
@Component({
  selector: 'app-patients-page',
  imports: [Avatar, EmptyState, ErrorState, Icon, PageHeader, RouterLink, Skeleton],
  templateUrl: './patients-page.html',
  styleUrl: './patients.scss',
})
export class PatientsPage {
  /** Query parameter: words of a name, or of an e-mail address. */
  readonly q = input<string>();

  protected readonly t = injectT();
  private readonly formats = inject(Formats);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);

  protected readonly words = computed(() => (this.q() ?? '').trim().slice(0, 100));
  protected readonly list = pagedList<PatientOut>(() => ({
    url: patientsList.PATH,
    params: { q: this.words(), limit: PAGE },
  }));

  protected search(event: Event, words: string): void {
    event.preventDefault();
    void this.router.navigate([], {
      relativeTo: this.route,
      queryParams: { q: words.trim() || null },
    });
  }

  /** « né(e) le 2 mai 2019 · 01 99 00 00 00 » */
  protected facts(patient: PatientOut): string {
    return [
      bornOn(patient, this.t, this.formats),
      formatPhone(patient.phone) || patient.email,
      patient.city,
    ]
      .filter((fact) => fact !== '')
      .join(' · ');
  }
}
