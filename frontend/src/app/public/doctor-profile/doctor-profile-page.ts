import { httpResource } from '@angular/common/http';
import {
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  numberAttribute,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { directoryDoctorsRetrieve } from '../../api/fn/directory/directory-doctors-retrieve';
import { pathOf } from '../../core/http/path';
import { confirmParams } from '../../booking/confirm-link';
import { scheduleLines } from '../../booking/schedule-lines';
import { SlotPicker } from '../../booking/slot-picker';
import { toProblem } from '../../core/errors/problem';
import { latest } from '../../core/http/latest';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';
import { TranslatedTitle } from '../../core/i18n/translated-title';
import type { DirectorySlot, DoctorDetail, Mode } from '../../core/models';
import { Avatar } from '../../ui/avatar';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { MoneyPipe } from '../../ui/format-pipes';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';

/** A doctor's public page with the slot picker. */
@Component({
  selector: 'app-doctor-profile-page',
  imports: [Avatar, EmptyState, ErrorState, Icon, MoneyPipe, RouterLink, Skeleton, SlotPicker],
  providers: [Formats],
  templateUrl: './doctor-profile-page.html',
  styleUrl: './doctor-profile-page.scss',
})
export class DoctorProfilePage {
  readonly id = input.required({ transform: numberAttribute });
  /** Query parameter: the mode chosen in the search. */
  readonly mode = input<string>();

  protected readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  protected readonly formats = inject(Formats);
  private readonly router = inject(Router);
  private readonly title = inject(TranslatedTitle);

  protected readonly doctor = httpResource<DoctorDetail>(() => {
    this.i18n.language();
    return pathOf(directoryDoctorsRetrieve, { id: this.id() });
  });
  protected readonly detail = latest(this.doctor, { keep: true });
  protected readonly missing = computed(
    () => this.doctor.error() !== undefined && toProblem(this.doctor.error()).status === 404,
  );
  protected readonly chosenMode = linkedSignal<Mode | ''>(() => {
    const wanted = this.mode();
    return wanted === 'presentiel' || wanted === 'distanciel' ? wanted : '';
  });
  protected readonly languages = computed(() =>
    (this.detail()?.languages ?? []).map((code) => this.formats.languageName(code)).join(', '),
  );
  protected readonly schedule = computed(() =>
    scheduleLines(this.detail()?.schedule ?? '', this.i18n.language()),
  );
  protected readonly notice = computed(() => {
    const hours = Math.round((this.detail()?.cancel_notice_minutes ?? 0) / 60);
    return hours > 0 ? this.i18n.plural('public.cancelNotice', hours) : '';
  });

  constructor() {
    this.formats.follow(() => this.detail()?.time_zone);
    effect(() => {
      const doctor = this.detail();
      if (doctor) {
        this.title.set(doctor.name);
      }
    });
  }

  protected book(slot: DirectorySlot): void {
    void this.router.navigate(['/rendez-vous/confirmer'], {
      queryParams: confirmParams(this.id(), slot, this.chosenMode() || this.firstMode()),
    });
  }

  private firstMode(): Mode | '' {
    return this.detail()?.modes[0] ?? '';
  }
}
