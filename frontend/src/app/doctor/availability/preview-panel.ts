import { Component, computed, inject } from '@angular/core';
import { injectProblemText } from '../../core/errors/problem-text';
import { I18n } from '../../core/i18n/i18n';
import { addDays, noon } from '../../core/i18n/dates';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { AvailabilityStore } from './availability-store';
import { ConflictList } from './conflict-list';
import { Formats } from '../../core/i18n/formats';

/** What the edited rules would make in the next two weeks, and who would no longer fit. */
@Component({
  selector: 'app-preview-panel',
  imports: [ConflictList, Icon, Skeleton],
  template: `
    <section class="card stack" aria-labelledby="preview-heading">
      <div>
        <h2 id="preview-heading">{{ i18n.t('doctor.availability.preview') }}</h2>
        <p class="muted small" role="status">{{ summary() }}</p>
      </div>
      @if (store.preview.error(); as error) {
        <p class="banner banner-error"><app-icon name="error" /> {{ problemText(error) }}</p>
      }
      @if (store.shown(); as shown) {
        @if (store.dirty() || store.tried()) {
          @if (shown.conflicts.length) {
            <div class="banner banner-warn conflicts" role="alert">
              <p>
                <strong>{{ i18n.plural('doctor.availability.losing', count()) }}</strong>
                {{ i18n.t('doctor.availability.nobodyCancelled') }}
              </p>
              <app-conflict-list [conflicts]="shown.conflicts" />
            </div>
          }
        }
        <ol [attr.aria-busy]="store.preview.isLoading()">
          @for (day of days(); track day.key) {
            <li>
              <h3>
                <time [attr.datetime]="day.key">{{ day.name }}</time>
              </h3>
              @if (day.slots.length) {
                <p class="tabular">
                  <strong>{{ i18n.plural('doctor.availability.slots', day.slots.length) }}</strong>
                  <span class="muted small">{{ day.periods }}</span>
                </p>
              } @else {
                <p class="muted small">{{ i18n.t('doctor.availability.noSlot') }}</p>
              }
            </li>
          }
        </ol>
      } @else if (!store.preview.error()) {
        <app-skeleton [count]="6" />
      }
    </section>
  `,
  styles: `
    .conflicts {
      flex-direction: column;
      align-items: stretch;
    }
    ol {
      display: flex;
      flex-direction: column;
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: var(--space-3);
      align-items: baseline;
      padding: 7px 0;
      border-top: var(--line);
    }
    li p {
      display: flex;
      flex-direction: column;
      align-items: flex-end;
      font-size: var(--text-sm);
      text-align: right;
    }
    h3 {
      font-size: var(--text-sm);
      font-weight: 500;
    }
    h3 time {
      display: inline-block;
    }
    h3 time::first-letter {
      text-transform: uppercase;
    }
  `,
})
export class PreviewPanel {
  protected readonly i18n = inject(I18n);
  protected readonly store = inject(AvailabilityStore);
  private readonly formats = inject(Formats);
  protected readonly problemText = injectProblemText();

  protected readonly count = computed(
    () => this.store.shown()?.conflicts.flatMap((one) => one.appointments).length ?? 0,
  );

  protected readonly summary = computed(() => {
    const shown = this.store.shown();
    return shown ? this.i18n.plural('doctor.availability.total', shown.slots.length) : '';
  });

  protected readonly days = computed(() => {
    const today = this.formats.dayKey(new Date());
    const found = new Map<string, { start: string; end: string }[]>();
    for (const slot of this.store.shown()?.slots ?? []) {
      const key = this.formats.dayKey(slot.start);
      found.set(key, [...(found.get(key) ?? []), slot]);
    }
    return Array.from({ length: 14 }, (_, index) => addDays(today, index)).map((key) => {
      const slots = (found.get(key) ?? []).sort(
        (one, other) => Date.parse(one.start) - Date.parse(other.start),
      );
      return { key, name: this.formats.day(noon(key)), slots, periods: this.periods(slots) };
    });
  });

  /** « 9 h – 12 h, 14 h – 18 h »: slots that follow each other read as one period. */
  private periods(slots: readonly { start: string; end: string }[]): string {
    const runs: { start: string; end: string }[] = [];
    for (const { start, end } of slots) {
      const run = runs.at(-1);
      if (run && Date.parse(start) <= Date.parse(run.end)) {
        run.end = end > run.end ? end : run.end;
      } else {
        runs.push({ start, end });
      }
    }
    return runs
      .map(({ start, end }) => `${this.formats.time(start)} – ${this.formats.time(end)}`)
      .join(', ');
  }
}
