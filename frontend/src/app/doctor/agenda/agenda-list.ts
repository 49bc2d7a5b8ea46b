import { Component, computed, inject, input, output } from '@angular/core';
import { addDays, dayKey, noon } from '../../core/i18n/dates';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import type { AgendaEntry } from '../../ui/agenda-entry';
import { Icon } from '../../ui/icon';
import { StatusBadge } from '../../ui/status-badge';
import type { DayRange } from './agenda-dates';

/** Seven days as a list: whole names on a phone, and every entry by keyboard. */
@Component({
  selector: 'app-agenda-list',
  imports: [Icon, StatusBadge],
  templateUrl: './agenda-list.html',
  styleUrl: './agenda-list.scss',
})
export class AgendaList {
  readonly entries = input.required<readonly AgendaEntry[]>();
  readonly range = input.required<DayRange>();
  readonly selected = input<string | null>(null);
  readonly open = output<string>();

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  protected readonly today = computed(() => this.formats.dayKey(new Date()));

  protected readonly days = computed(() => {
    const zone = this.formats.zone();
    const { first, until } = this.range();
    const sorted = [...this.entries()].sort(
      (one, other) => Date.parse(one.start) - Date.parse(other.start),
    );
    const days = Array.from({ length: 7 }, (_, index) => addDays(first, index));
    return days
      .filter((day) => day < until)
      .map((day) => ({
        day,
        date: noon(day),
        entries: sorted.filter((entry) => {
          const start = dayKey(entry.start, zone);
          // What lasts for days stands under the first of them that is shown.
          return start === day || (start < first && day === first && this.reaches(entry));
        }),
      }))
      .filter(({ day, entries }) => entries.length > 0 || day === this.today());
  });

  protected span(entry: AgendaEntry): string {
    const { formats } = this;
    const sameDay = formats.dayKey(entry.start) === formats.dayKey(entry.end);
    const end = sameDay ? '' : `${formats.shortDay(entry.end)}, `;
    return `${formats.time(entry.start)} – ${end}${formats.time(entry.end)}`;
  }

  private reaches(entry: AgendaEntry): boolean {
    return this.formats.local(entry.end) > `${this.range().first}T00:00`;
  }
}
