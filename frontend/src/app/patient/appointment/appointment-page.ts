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
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { appointmentsHistoryList } from '../../api/fn/appointments/appointments-history-list';
import { appointmentsRetrieve } from '../../api/fn/appointments/appointments-retrieve';
import { pathOf } from '../../core/http/path';
import { AppointmentsApi } from '../../booking/appointments-api';
import { endOf, isUpcoming, startOf } from '../../booking/appointment-times';
import { directionsOf, placeOf, videoLinkOf } from '../../booking/place';
import { toProblem } from '../../core/errors/problem';
import { injectProblemText } from '../../core/errors/problem-text';
import { latest } from '../../core/http/latest';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Appointment, HistoryEntry, Transition } from '../../core/models';
import { Live } from '../../core/realtime/live';
import { Avatar } from '../../ui/avatar';
import { Confirm } from '../../ui/confirm-dialog';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { ClockPipe, DateTimePipe, DayPipe, PhonePipe } from '../../ui/format-pipes';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { StatusBadge } from '../../ui/status-badge';
import { Toasts } from '../../ui/toasts';
import { AppointmentHistory } from '../../booking/appointment-history';
import { Whose } from '../whose';
import { AcceptanceNote } from './acceptance-note';
import { ProposalNote } from './proposal-note';
import { RescheduleCard } from './reschedule-card';
import { WordsCard } from './words-card';

type Place = 'title' | 'moveButton' | 'wordsButton';

/** One appointment: right after booking (`?nouveau=1`) and ever after. */
@Component({
  selector: 'app-appointment-page',
  imports: [
    AcceptanceNote,
    AppointmentHistory,
    Avatar,
    ClockPipe,
    DateTimePipe,
    DayPipe,
    EmptyState,
    ErrorState,
    FormError,
    Icon,
    PhonePipe,
    ProposalNote,
    RescheduleCard,
    RouterLink,
    Skeleton,
    StatusBadge,
    Whose,
    WordsCard,
  ],
  providers: [Formats],
  templateUrl: './appointment-page.html',
  styleUrl: './appointment-page.scss',
})
export class AppointmentPage {
  readonly id = input.required({ transform: numberAttribute });
  readonly nouveau = input<string>();
  readonly deplacer = input<string>();
  readonly modifier = input<string>();

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  private readonly router = inject(Router);
  private readonly api = inject(AppointmentsApi);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();
  private readonly injector = inject(Injector);
  private readonly title = viewChild<ElementRef<HTMLElement>>('title');
  private readonly moveButton = viewChild<ElementRef<HTMLElement>>('moveButton');
  private readonly wordsButton = viewChild<ElementRef<HTMLElement>>('wordsButton');

  protected readonly appointment = httpResource<Appointment>(() =>
    pathOf(appointmentsRetrieve, { id: this.id() }),
  );
  protected readonly history = httpResource<HistoryEntry[]>(() =>
    pathOf(appointmentsHistoryList, { id: this.id() }),
  );
  protected readonly item = latest(this.appointment);
  protected readonly missing = computed(
    () =>
      this.appointment.error() !== undefined && toProblem(this.appointment.error()).status === 404,
  );
  protected readonly start = computed(() => {
    const item = this.item();
    return item ? startOf(item) : null;
  });
  protected readonly end = computed(() => {
    const item = this.item();
    return item ? endOf(item) : null;
  });
  protected readonly placeOf = placeOf;
  protected readonly directions = computed(() => {
    const item = this.item();
    return item ? directionsOf(item) : '';
  });
  protected readonly videoLink = computed(() => {
    const item = this.item();
    return item ? videoLinkOf(item) : '';
  });
  protected readonly upcoming = computed(() => {
    const item = this.item();
    return item !== undefined && isUpcoming(item);
  });
  protected readonly moving = computed(
    () => this.deplacer() !== undefined && this.can('reschedule'),
  );
  /** Until it begins: afterwards the server refuses. */
  protected readonly writable = computed(() => {
    const item = this.item();
    return (
      ['pending', 'confirmed'].includes(item?.status ?? '') &&
      !(item?.start_time && Date.parse(item.start_time) <= Date.now())
    );
  });
  protected readonly writing = computed(() => this.modifier() !== undefined && this.writable());
  protected readonly problem = signal('');
  /** What gets the focus back once the open panel is closed. */
  private opener: Place | null = null;

  constructor() {
    this.formats.follow(() => this.item()?.doctor?.time_zone);
    const live = inject(Live);
    live.onAppointment((frame) => {
      if (frame.id === this.id()) {
        this.refresh();
      }
    });
    live.onResync(() => this.refresh());
    effect(() => {
      const open = this.moving() ? 'moveButton' : this.writing() ? 'wordsButton' : null;
      if (this.opener && !open) {
        this.focusOn(this.opener);
      }
      this.opener = open;
    });
  }

  protected can(move: Transition): boolean {
    return this.item()?.transitions.includes(move) ?? false;
  }

  protected refresh(): void {
    this.appointment.reload();
    this.history.reload();
  }

  protected async showMove(open: boolean): Promise<void> {
    await this.router.navigate([], {
      queryParams: open ? { deplacer: 1 } : {},
      scroll: 'manual',
    });
  }

  protected async showWords(open: boolean): Promise<void> {
    await this.router.navigate([], {
      queryParams: open ? { modifier: 1 } : {},
      scroll: 'manual',
    });
  }

  protected async written(): Promise<void> {
    this.refresh();
    await this.showWords(false);
  }

  protected async moved(appointment: Appointment): Promise<void> {
    this.toasts.show(this.t(appointment.proposal ? 'patient.proposed' : 'patient.moved'));
    this.opener = 'title';
    this.refresh();
    await this.showMove(false);
  }

  protected accepted(): void {
    this.refresh();
    this.focusOn('title');
  }

  protected withdrawn(): void {
    this.refresh();
    this.focusOn('title');
  }

  protected async cancel(appointment: Appointment): Promise<void> {
    this.problem.set('');
    const answer = await this.confirm.ask({
      heading: this.t('patient.cancelHeading'),
      text: this.t('patient.cancelText', {
        when: this.formats.dateTime(startOf(appointment) ?? appointment.created_at),
        doctor: appointment.doctor?.name ?? '',
      }),
      confirm: this.t('patient.cancelConfirm'),
      dismiss: this.t('patient.cancelKeep'),
      danger: true,
      reason: { label: this.t('patient.cancelReason') },
    });
    if (!answer) {
      return;
    }
    try {
      await this.api.cancel(appointment, answer.reason);
      this.toasts.show(this.t('patient.cancelled'));
      await this.router.navigate([], { queryParams: {} });
      this.focusOn('title');
    } catch (error) {
      this.problem.set(this.problemText(error));
    }
    this.refresh();
  }

  /** Where the focus goes when what had it is gone. */
  private focusOn(place: Place): void {
    afterNextRender(() => (this[place]() ?? this.title())?.nativeElement.focus(), {
      injector: this.injector,
    });
  }

  protected async download(appointment: Appointment): Promise<void> {
    this.problem.set('');
    try {
      await this.api.downloadIcs(appointment);
    } catch (error) {
      this.problem.set(this.problemText(error));
    }
  }
}
