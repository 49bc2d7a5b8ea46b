import { httpResource } from '@angular/common/http';
import type { ElementRef } from '@angular/core';
import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  Injector,
  input,
  linkedSignal,
  model,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { directoryDoctorsSlotsList } from '../api/fn/directory/directory-doctors-slots-list';
import { pathOf } from '../core/http/path';
import { toProblem } from '../core/errors/problem';
import { injectProblemText } from '../core/errors/problem-text';
import { compact } from '../core/http/list-params';
import { addDays, noon } from '../core/i18n/dates';
import { Formats } from '../core/i18n/formats';
import { injectT } from '../core/i18n/i18n';
import type { DirectorySlot, Mode } from '../core/models';
import { Live } from '../core/realtime/live';
import { ErrorState } from '../ui/error-state';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { type GridSlot, SlotGrid } from '../ui/slot-grid';
import { injectGridColumns } from './grid-columns';
import { Hold } from './hold';
import { applyChange, byDay, firstAfter, fits, nearest } from './slots';

const WINDOW_DAYS = 28;
/** The server's most for one question. */
const MOST_DAYS = 92;
const SHOW_TAKEN_MS = 6000;

/**
 * The free slots of one doctor: mode, paging by week, live changes. A pick by a patient is held
 * on the server before it is emitted; a lost race is told in place.
 */
@Component({
  selector: 'app-slot-picker',
  imports: [ErrorState, Icon, Skeleton, SlotGrid],
  templateUrl: './slot-picker.html',
  styleUrl: './slot-picker.scss',
})
export class SlotPicker {
  readonly doctor = input.required<number>();
  readonly modes = input.required<readonly Mode[]>();
  /** The doctor's next free slot, where the days begin and what one comes back to. */
  readonly nextSlot = input<{ start: string } | null>(null);
  readonly mode = model<Mode | ''>('');
  /** Fewer days side by side, where the picker stands in a panel. */
  readonly narrow = input(false);
  /** For whom a slot is held, when not for the account's own person. */
  readonly patient = input<number | null>(null);
  /** A pick begins: what was picked before is no longer wanted. */
  readonly picking = output();
  readonly pick = output<DirectorySlot>();

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  private readonly hold = inject(Hold);
  private readonly live = inject(Live);
  private readonly injector = inject(Injector);
  private readonly problemText = injectProblemText();
  private left = false;
  private readonly grid = viewChild(SlotGrid);
  private readonly shown = viewChild.required<ElementRef<HTMLElement>>('shown');
  private readonly fitting = injectGridColumns();
  private readonly columns = computed(() => (this.narrow() ? 3 : this.fitting()));

  protected readonly today = computed(() => this.formats.dayKey(new Date()));
  /** First day on screen. */
  protected readonly first = linkedSignal({
    source: this.doctor,
    computation: () => {
      const next = untracked(this.nextSlot);
      const today = untracked(this.today);
      const day = next && this.formats.dayKey(next.start);
      return day && day > today ? day : today;
    },
  });
  private readonly chosenMode = computed<Mode | ''>(() => this.mode() || this.modes()[0] || '');
  private readonly window = computed(() => {
    const index = Math.floor(
      (noon(this.first()).getTime() - noon(this.today()).getTime()) / (WINDOW_DAYS * 86_400_000),
    );
    return addDays(this.today(), index * WINDOW_DAYS);
  });
  // One page more than the window, so that a page may straddle its end.
  private readonly windowEnd = computed(() => addDays(this.window(), WINDOW_DAYS + 7));
  protected readonly slots = httpResource<DirectorySlot[]>(() =>
    this.request(this.window(), this.windowEnd()),
  );

  private readonly taken = signal<readonly DirectorySlot[]>([]);
  protected readonly busy = signal<number | null>(null);
  protected readonly message = signal('');
  protected readonly error = signal('');

  private readonly free = computed(() =>
    (this.slots.hasValue() ? this.slots.value() : []).filter((slot) =>
      fits(slot, this.chosenMode()),
    ),
  );
  protected readonly days = computed(() => {
    const held = this.hold.current()?.slot;
    const gone = this.taken();
    const goneIds = new Set(gone.map((slot) => slot.id));
    const shown: (DirectorySlot & GridSlot)[] = [
      ...this.free().filter((slot) => !goneIds.has(slot.id)),
      ...gone.map((slot) => ({ ...slot, state: 'taken' as const })),
    ].map((slot) => (slot.id === held ? { ...slot, state: 'mine' as const } : slot));
    return byDay(shown, this.first(), this.columns(), this.formats.zone());
  });
  protected readonly isEmpty = computed(() => this.days().every((day) => day.slots.length === 0));
  protected readonly last = computed(() => addDays(this.first(), this.columns() - 1));
  private readonly laterHere = computed(() =>
    firstAfter(this.free(), this.last(), this.formats.zone()),
  );
  private readonly noneLaterHere = computed(() => this.slots.hasValue() && !this.laterHere());
  /** Asked once these weeks hold nothing later: whether anything lies beyond them. */
  private readonly beyond = httpResource<DirectorySlot[]>(() =>
    this.noneLaterHere()
      ? this.request(this.windowEnd(), addDays(this.windowEnd(), MOST_DAYS))
      : undefined,
  );
  protected readonly upcoming = computed(
    () => this.laterHere() ?? (this.beyond.hasValue() ? this.beyond.value()[0] : undefined),
  );
  /** Nothing can be booked after the days on screen. */
  protected readonly atEnd = computed(
    () => this.noneLaterHere() && this.beyond.hasValue() && !this.upcoming(),
  );
  /** The first free slot, when it lies before the days on screen. */
  protected readonly earlier = computed(() => {
    const next = this.nextSlot();
    return next && this.formats.dayKey(next.start) < this.first() ? next : null;
  });
  protected readonly range = computed(
    () =>
      `${this.formats.shortDay(noon(this.first()))} – ${this.formats.shortDay(noon(this.last()))}`,
  );

  constructor() {
    let release: (() => void) | null = null;
    effect(() => {
      const doctor = this.doctor();
      untracked(() => {
        release?.();
        release = this.live.watchDoctors([doctor]);
      });
    });
    inject(DestroyRef).onDestroy(() => {
      release?.();
      this.left = true;
    });
    this.live.onSlot((frame) => {
      if (frame.doctor === this.doctor() && this.slots.hasValue()) {
        this.onChange(frame);
      }
    });
    this.live.onCalendar((doctor) => {
      if (doctor === this.doctor()) {
        this.slots.reload();
      }
    });
    this.live.onSlotsResync(() => this.slots.reload());
  }

  protected page(step: -1 | 1): void {
    const next = addDays(this.first(), step * this.columns());
    if (step < 0 || !this.atEnd()) {
      this.first.set(next < this.today() ? this.today() : next);
    }
  }

  /** The button that jumps goes with the empty days; the new days get the focus. */
  protected jump(start: string): void {
    this.first.set(this.formats.dayKey(start));
    this.shown().nativeElement.focus();
  }

  private request(start: string, end: string) {
    const params = compact({ start, end, mode: this.chosenMode() });
    return { url: pathOf(directoryDoctorsSlotsList, { id: this.doctor() }), params };
  }

  protected async choose(chosen: GridSlot): Promise<void> {
    const slot = this.free().find((item) => item.id === chosen.id);
    if (!slot || this.busy() !== null) {
      return;
    }
    this.message.set('');
    this.error.set('');
    if (!this.hold.possible || this.hold.isHeld(slot.id, this.patient())) {
      this.pick.emit(slot);
      return;
    }
    this.busy.set(slot.id);
    this.picking.emit();
    try {
      await this.hold.take(slot.id, this.patient());
      await this.settle(slot);
    } catch (error) {
      this.onRefusal(slot, error);
    } finally {
      this.busy.set(null);
    }
  }

  /** Nobody waits for a slot that is held too late: the page has been left meanwhile. */
  private async settle(slot: DirectorySlot): Promise<void> {
    if (this.left) {
      await this.hold.release();
    } else {
      this.pick.emit(slot);
    }
  }

  private onRefusal(slot: DirectorySlot, error: unknown): void {
    const problem = toProblem(error);
    if (problem.code !== 'slot_taken' && problem.status !== 404) {
      this.error.set(this.problemText(error));
      return;
    }
    this.showTaken(slot);
    const next = nearest(this.free(), slot, 1)[0];
    this.message.set(
      next
        ? this.t('booking.takenNear', { slot: this.formats.dateTime(next.start) })
        : this.t('booking.takenNone'),
    );
    if (next) {
      if (!this.days().some((day) => day.slots.some((item) => item.id === next.id))) {
        this.jump(next.start);
      }
      afterNextRender(() => this.grid()?.focusSlot(next.id), { injector: this.injector });
    }
  }

  private onChange(change: Parameters<typeof applyChange>[1]): void {
    const before = this.free().find((slot) => slot.id === change.id);
    const mine = this.hold.isHeld(change.id) || this.busy() === change.id;
    const gone = !change.is_open || change.remaining <= 0;
    if (gone && mine) {
      return;
    }
    if (gone && before) {
      this.showTaken(before);
      return;
    }
    // A slot that comes back does not tell its mode: ask the server.
    if (!gone && !before) {
      this.slots.reload();
      return;
    }
    this.slots.update((slots) => applyChange(slots ?? [], change));
  }

  /** Struck through for a moment, so that it does not vanish under the pointer. */
  private showTaken(slot: DirectorySlot): void {
    this.taken.update((slots) => [...slots.filter((item) => item.id !== slot.id), slot]);
    this.slots.update((slots) => (slots ?? []).filter((item) => item.id !== slot.id));
    setTimeout(
      () => this.taken.update((slots) => slots.filter((item) => item.id !== slot.id)),
      SHOW_TAKEN_MS,
    );
  }
}
