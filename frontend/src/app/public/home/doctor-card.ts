import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  input,
  output,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { confirmParams } from '../../booking/confirm-link';
import { byDay } from '../../booking/slots';
import { addDays, noon } from '../../core/i18n/dates';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { Mode } from '../../core/models';
import { Avatar } from '../../ui/avatar';
import { MoneyPipe } from '../../ui/format-pipes';
import { Icon } from '../../ui/icon';
import { CARD_REACH, type SearchResult } from './search-store';

const ROWS = 4;
const COLUMNS = 5;
/** Free days further away are told in words instead of a nearly empty grid. */
const SOON_DAYS = 7;

/** One doctor of the results, with the free slots of the next days at the right. */
@Component({
  selector: 'app-doctor-card',
  imports: [Avatar, Icon, MoneyPipe, RouterLink],
  providers: [Formats],
  templateUrl: './doctor-card.html',
  styleUrl: './doctor-card.scss',
})
export class DoctorCard {
  readonly result = input.required<SearchResult>();
  readonly mode = input<Mode | ''>('');
  /** Once, when the card is about to come into view. */
  readonly near = output();

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);

  protected readonly doctor = computed(() => this.result().doctor);
  protected readonly modeParams = computed(() => (this.mode() ? { mode: this.mode() } : {}));
  protected readonly days = computed(() => {
    const slots = this.result().slots;
    if (!slots) {
      return undefined;
    }
    const today = this.formats.dayKey(new Date());
    // Closed days would only take the room of days one can choose.
    const open = byDay(slots, today, CARD_REACH, this.formats.zone()).filter(
      (day) => day.slots.length > 0,
    );
    if ((open[0]?.day ?? '') > addDays(today, SOON_DAYS)) {
      return [];
    }
    return open.slice(0, COLUMNS).map(({ day, slots: all }) => ({
      date: noon(day),
      day,
      shown: all.slice(0, ROWS),
      more: Math.max(0, all.length - ROWS),
    }));
  });
  protected readonly languages = computed(() =>
    this.doctor()
      .languages.map((code) => this.formats.languageName(code))
      .join(', '),
  );

  constructor() {
    this.formats.follow(() => this.doctor().time_zone);
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const watcher = new IntersectionObserver(
        (entries) => {
          if (entries.some((entry) => entry.isIntersecting)) {
            watcher.disconnect();
            this.near.emit();
          }
        },
        { rootMargin: '300px' },
      );
      watcher.observe(host);
      destroyed.onDestroy(() => watcher.disconnect());
    });
  }

  protected bookParams(index: number, row: number) {
    const slot = this.days()?.[index]?.shown[row];
    return slot ? confirmParams(this.doctor().id, slot, this.mode()) : {};
  }
}
