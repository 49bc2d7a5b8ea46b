import { Component, computed, inject, input, output, viewChild } from '@angular/core';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';
import { Dropdown } from '../../ui/dropdown';
import { Icon } from '../../ui/icon';
import { type DayRange, rangeTitle, step } from './agenda-dates';
import { type AgendaView, VIEWS } from './agenda-url';
import { MiniMonth } from './mini-month';

/** Which days are shown, and how; the title opens a month to jump from. */
@Component({
  selector: 'app-agenda-toolbar',
  imports: [Dropdown, Icon, MiniMonth],
  template: `
    <div class="days">
      <button type="button" class="btn btn-outlined today" (click)="go.emit(today())">
        {{ t('doctor.agenda.today') }}
      </button>
      <button
        type="button"
        class="btn btn-icon"
        [attr.aria-label]="t('doctor.agenda.previous.' + unit())"
        (click)="go.emit(before())"
      >
        <app-icon name="chevron_left" [size]="24" />
      </button>
      <button
        type="button"
        class="btn btn-icon"
        [attr.aria-label]="t('doctor.agenda.next.' + unit())"
        (click)="go.emit(after())"
      >
        <app-icon name="chevron_right" [size]="24" />
      </button>
      <app-dropdown>
        <span trigger class="title">
          <span class="capital" aria-live="polite">{{ title() }}</span>
          <span class="sr-only">, {{ t('doctor.agenda.month.open') }}</span>
          <app-icon name="expand_more" />
        </span>
        @defer (on immediate) {
          <app-mini-month [day]="day()" (pick)="jump($event)" />
        }
      </app-dropdown>
    </div>
    <div class="segmented" role="group" [attr.aria-label]="t('doctor.agenda.view')">
      @for (one of views; track one) {
        <button type="button" [attr.aria-pressed]="view() === one" (click)="show.emit(one)">
          {{ t('doctor.agenda.views.' + one) }}
        </button>
      }
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-3);
      align-items: center;
      justify-content: space-between;
    }
    .days {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
    }
    .today {
      margin-right: var(--space-2);
    }
    .title {
      display: inline-flex;
      gap: var(--space-1);
      align-items: center;
      font-size: var(--text-lg);
      letter-spacing: -0.015em;
      text-align: left;
    }
    @media (width <= 640px) {
      .days,
      .segmented {
        width: 100%;
      }
      .segmented > * {
        flex: 1;
        padding: 0 8px;
      }
      .today {
        padding: 0 12px;
      }
      .title {
        font-size: var(--text-md);
      }
      app-dropdown {
        order: -1;
        flex-basis: 100%;
        margin-left: -10px;
      }
    }
  `,
})
export class AgendaToolbar {
  readonly view = input.required<AgendaView>();
  readonly day = input.required<string>();
  /** The days that are on the page. */
  readonly shown = input.required<DayRange>();
  readonly go = output<string>();
  readonly show = output<AgendaView>();

  private readonly i18n = inject(I18n);
  private readonly formats = inject(Formats);
  protected readonly t = this.i18n.t;
  private readonly month = viewChild.required(Dropdown);

  protected readonly views = VIEWS;
  protected readonly unit = computed(() => (this.view() === 'day' ? 'day' : 'week'));
  protected readonly title = computed(() => rangeTitle(this.shown(), this.i18n.language()));
  protected readonly before = computed(() => step(this.view(), this.day(), -1));
  protected readonly after = computed(() => step(this.view(), this.day(), 1));

  protected today(): string {
    return this.formats.dayKey(new Date());
  }

  protected jump(day: string): void {
    this.month().close(true);
    this.go.emit(day);
  }
}
