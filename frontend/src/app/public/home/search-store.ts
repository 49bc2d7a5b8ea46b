import { HttpClient } from '@angular/common/http';
import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { directoryDoctorsList } from '../../api/fn/directory/directory-doctors-list';
import { directorySlotsList } from '../../api/fn/directory/directory-slots-list';
import { applyChange, fits } from '../../booking/slots';
import { compact, nextCursor } from '../../core/http/list-params';
import { addDays } from '../../core/i18n/dates';
import { Formats } from '../../core/i18n/formats';
import type { DirectoryDoctor, DirectorySlot } from '../../core/models';
import { Live, type SlotFrame } from '../../core/realtime/live';
import type { SearchFilters } from './search-filters';

const PAGE = 12;
/** How far ahead the cards look: the most the API gives for many doctors at once. */
export const CARD_REACH = 14;

export interface SearchResult {
  doctor: DirectoryDoctor;
  /** Free slots of the next days; undefined while they load. */
  slots: readonly DirectorySlot[] | undefined;
}

/** Search results, page by page, with the free slots of each doctor's next days. */
@Injectable()
export class SearchStore {
  private readonly http = inject(HttpClient);
  private readonly formats = inject(Formats);
  private readonly live = inject(Live);
  private readonly doctors = signal<readonly DirectoryDoctor[] | null>(null);
  private readonly slots = signal<Readonly<Record<number, readonly DirectorySlot[]>>>({});
  private readonly cursor = signal<string | null>(null);
  private readonly failure = signal<unknown>(null);
  private readonly busy = signal(false);
  private filters: SearchFilters | null = null;
  /** Doctors whose cards came into view: only their slots are asked for. */
  private readonly shown = new Set<number>();
  private readonly queue = new Set<number>();
  private attempt = 0;
  private release: (() => void) | null = null;

  readonly error = this.failure.asReadonly();
  readonly loading = this.busy.asReadonly();
  readonly hasMore = computed(() => this.cursor() !== null);
  readonly results = computed<readonly SearchResult[] | null>(
    () => this.doctors()?.map((doctor) => ({ doctor, slots: this.slots()[doctor.id] })) ?? null,
  );

  constructor() {
    inject(DestroyRef).onDestroy(() => this.release?.());
    this.live.onSlot((frame) => this.onSlot(frame));
    this.live.onCalendar((doctor) => {
      if (this.shown.has(doctor)) {
        void this.loadSlots([doctor], this.attempt);
      }
    });
    this.live.onSlotsResync(() => void this.reload());
  }

  async search(filters: SearchFilters): Promise<void> {
    this.filters = filters;
    this.doctors.set(null);
    this.slots.set({});
    this.cursor.set(null);
    await this.fetch(null);
  }

  /** Asks for the slots of a card, together with those of the cards that appear with it. */
  show(doctor: number): void {
    if (this.shown.has(doctor)) {
      // Each answer of the search asks for the slots of those already shown.
      return;
    }
    this.shown.add(doctor);
    this.queue.add(doctor);
    if (this.queue.size === 1) {
      setTimeout(() => {
        const ids = [...this.queue];
        this.queue.clear();
        void this.loadSlots(ids, this.attempt);
      });
    }
  }

  async reload(): Promise<void> {
    if (this.filters) {
      this.cursor.set(null);
      await this.fetch(null);
    }
  }

  async loadMore(): Promise<void> {
    const cursor = this.cursor();
    if (cursor && !this.busy()) {
      await this.fetch(cursor);
    }
  }

  private async fetch(cursor: string | null): Promise<void> {
    const attempt = ++this.attempt;
    this.failure.set(null);
    this.busy.set(true);
    try {
      const answer = await firstValueFrom(
        this.http.get<DirectoryDoctor[]>(directoryDoctorsList.PATH, {
          params: compact({ ...this.filters, limit: PAGE, cursor }),
          observe: 'response',
        }),
      );
      if (attempt !== this.attempt) {
        return;
      }
      const found = answer.body ?? [];
      this.doctors.update((known) => (cursor ? [...(known ?? []), ...found] : found));
      this.cursor.set(nextCursor(answer.headers.get('Link')));
      this.busy.set(false);
      this.watch();
      await this.loadSlots(
        found.map((doctor) => doctor.id).filter((id) => this.shown.has(id)),
        attempt,
      );
    } catch (error) {
      if (attempt === this.attempt) {
        this.failure.set(error);
      }
    } finally {
      if (attempt === this.attempt) {
        this.busy.set(false);
      }
    }
  }

  private async loadSlots(ids: readonly number[], attempt: number): Promise<void> {
    if (ids.length === 0) {
      return;
    }
    const today = this.formats.dayKey(new Date());
    const lists: Record<number, DirectorySlot[]> = Object.fromEntries(ids.map((id) => [id, []]));
    try {
      const found = await firstValueFrom(
        this.http.get<DirectorySlot[]>(directorySlotsList.PATH, {
          params: compact({
            doctors: ids.join(','),
            start: today,
            end: addDays(today, CARD_REACH),
            mode: this.filters?.mode,
          }),
        }),
      );
      for (const slot of found) {
        lists[slot.doctor ?? 0]?.push(slot);
      }
    } catch {
      // The cards then show the next free slot, which came with the doctor.
    }
    if (attempt === this.attempt) {
      this.slots.update((known) => ({ ...known, ...lists }));
    }
  }

  private watch(): void {
    const release = this.live.watchDoctors(
      (this.doctors() ?? []).slice(0, 50).map((doctor) => doctor.id),
    );
    this.release?.();
    this.release = release;
  }

  private onSlot(frame: SlotFrame): void {
    const known = this.slots()[frame.doctor];
    if (!known) {
      return;
    }
    const isKnown = known.some((slot) => slot.id === frame.id);
    const free = frame.is_open && frame.remaining > 0;
    if (free && !isKnown) {
      // Its mode is not in the frame: ask for this doctor's slots again.
      void this.loadSlots([frame.doctor], this.attempt);
      return;
    }
    const mode = this.filters?.mode ?? '';
    this.slots.update((all) => ({
      ...all,
      [frame.doctor]: applyChange(known, frame).filter((slot) => fits(slot, mode)),
    }));
  }
}
