import { httpResource } from '@angular/common/http';
import type { ElementRef } from '@angular/core';
import {
  afterNextRender,
  Component,
  computed,
  effect,
  inject,
  Injector,
  input,
  numberAttribute,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { form, FormField, maxLength } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { dependantsList } from '../../api/fn/dependants/dependants-list';
import { directoryDoctorsRetrieve } from '../../api/fn/directory/directory-doctors-retrieve';
import { directoryDoctorsSlotsList } from '../../api/fn/directory/directory-doctors-slots-list';
import { pathOf } from '../../core/http/path';
import { confirmParams } from '../../booking/confirm-link';
import { homeOf } from '../../core/auth/guards';
import { Session } from '../../core/auth/session';
import { toProblem } from '../../core/errors/problem';
import { latest } from '../../core/http/latest';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Dependant, DirectorySlot, DoctorDetail, Mode } from '../../core/models';
import { Countdown } from '../../ui/countdown';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { SignInForm } from '../account/sign-in-form';
import { SignUpForm } from '../account/sign-up-form';
import { ConfirmStore } from './confirm-store';
import { ConfirmSummary } from './confirm-summary';

type Stage = 'lost' | 'who' | 'otherRole' | 'waiting' | 'form';

/** The last step of a booking: who, why, confirm. Signing in here keeps the slot. */
@Component({
  selector: 'app-confirm-page',
  imports: [
    ConfirmSummary,
    Countdown,
    EmptyState,
    ErrorState,
    Field,
    FormError,
    FormField,
    Icon,
    RouterLink,
    SignInForm,
    SignUpForm,
    Skeleton,
  ],
  providers: [ConfirmStore, Formats],
  templateUrl: './confirm-page.html',
  styleUrl: './confirm-page.scss',
})
export class ConfirmPage {
  readonly slot = input(0, { transform: (value: unknown) => numberAttribute(value, 0) });
  readonly medecin = input(0, { transform: (value: unknown) => numberAttribute(value, 0) });
  readonly debut = input<string>();
  readonly fin = input<string>();
  readonly mode = input<string>();
  /** For whom, when not for oneself; in the address, so that a reload forgets nobody. */
  readonly pour = input(null, {
    transform: (value: unknown) => numberAttribute(value, 0) || null,
  });

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  protected readonly session = inject(Session);
  protected readonly store = inject(ConfirmStore);
  private readonly router = inject(Router);
  private readonly injector = inject(Injector);
  private readonly title = viewChild<ElementRef<HTMLElement>>('title');
  private readonly heading = viewChild<ElementRef<HTMLElement>>('heading');

  protected readonly doctor = httpResource<DoctorDetail>(() =>
    this.medecin() ? pathOf(directoryDoctorsRetrieve, { id: this.medecin() }) : undefined,
  );
  protected readonly detail = latest(this.doctor, { keep: true });
  /** A link that names only the slot: its times are looked up among the free ones. */
  private readonly lookup = httpResource<DirectorySlot[]>(() =>
    this.medecin() && this.slot() && !isInstant(this.debut())
      ? { url: pathOf(directoryDoctorsSlotsList, { id: this.medecin() }) }
      : undefined,
  );
  protected readonly chosenMode = computed<Mode>(() =>
    this.mode() === 'distanciel' ? 'distanciel' : 'presentiel',
  );
  protected readonly times = computed(() => {
    const start = this.debut();
    const found = this.lookup.hasValue()
      ? this.lookup.value().find((item) => item.id === this.slot())
      : undefined;
    return start && isInstant(start)
      ? { start, end: isInstant(this.fin()) ? this.fin() : undefined }
      : found && { start: found.start, end: found.end };
  });
  protected readonly choice = computed(() => {
    const times = this.times();
    const doctor = this.medecin();
    const slot = this.slot();
    return times && doctor && slot
      ? { doctor, slot, start: times.start, mode: this.chosenMode(), patient: this.pour() }
      : null;
  });
  protected readonly dependants = httpResource<Dependant[]>(() =>
    this.stage() === 'form' ? dependantsList.PATH : undefined,
  );
  protected readonly family = latest(this.dependants, { keep: true });
  protected readonly unusable = computed(() => {
    const found = this.doctor.error();
    return (
      !this.slot() ||
      !this.medecin() ||
      (found !== undefined && toProblem(found).status === 404) ||
      (!this.times() && (this.lookup.hasValue() || this.lookup.error() !== undefined))
    );
  });
  protected readonly stage = computed<Stage>(() => {
    if (this.store.state() === 'lost') {
      return 'lost';
    }
    if (!this.session.signedIn()) {
      return 'who';
    }
    if (this.session.role() !== 'PATIENT') {
      return 'otherRole';
    }
    return this.session.approved() ? 'form' : 'waiting';
  });
  protected readonly titles: Partial<Record<Stage, string>> = {
    lost: 'booking.lostTitle',
    otherRole: 'booking.otherRoleTitle',
  };
  protected readonly ownHome = computed(() => homeOf[this.session.role() ?? 'PATIENT']);
  protected readonly account = signal<'sign-in' | 'sign-up'>('sign-up');

  private readonly model = signal({ motif: '', message_patient: '' });
  protected readonly fields = form(this.model, (path) => {
    maxLength(path.motif, 200, { message: 'validation.tooLong' });
    maxLength(path.message_patient, 2000, { message: 'validation.tooLong' });
  });
  protected readonly busy = signal(false);

  constructor() {
    this.formats.follow(() => this.detail()?.time_zone);
    effect(() => {
      const choice = this.choice();
      const ready = this.session.role() === 'PATIENT' && this.session.approved();
      untracked(() => {
        this.store.reset();
        if (choice && ready) {
          void this.store.holdSlot(choice);
        }
      });
    });
    let shown = untracked(this.stage);
    effect(() => {
      const stage = this.stage();
      if (stage !== shown) {
        shown = stage;
        afterNextRender(() => this.focusHead(), { injector: this.injector });
      }
    });
  }

  /** What had the focus went with the stage before. */
  private focusHead(): void {
    const head = (this.heading() ?? this.title())?.nativeElement;
    head?.focus({ preventScroll: true });
    head?.scrollIntoView({ block: 'nearest' });
  }

  protected again(): void {
    const choice = this.choice();
    if (choice) {
      void this.store.holdSlot(choice);
    }
  }

  protected instead(slot: DirectorySlot): void {
    void this.router.navigate([], {
      queryParams: confirmParams(this.medecin(), slot, this.chosenMode()),
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected bookFor(patient: number | null): void {
    void this.router.navigate([], {
      queryParams: { pour: patient },
      queryParamsHandling: 'merge',
      replaceUrl: true,
      scroll: 'manual',
    });
  }

  protected async confirm(event: Event): Promise<void> {
    event.preventDefault();
    const choice = this.choice();
    if (this.busy() || !choice || this.fields().invalid()) {
      this.fields().markAsTouched();
      return;
    }
    this.busy.set(true);
    try {
      const { motif, message_patient } = this.model();
      const appointment = await this.store.book(choice, {
        motif: motif.trim(),
        message_patient: message_patient.trim(),
        consultation_mode: choice.mode,
      });
      if (appointment) {
        await this.router.navigate(['/rendez-vous', appointment.id], {
          queryParams: { nouveau: 1 },
          replaceUrl: true,
        });
      }
    } finally {
      this.busy.set(false);
    }
  }
}

function isInstant(text: string | undefined): boolean {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}
