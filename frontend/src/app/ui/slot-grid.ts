import { Component, computed, ElementRef, inject, input, output } from '@angular/core';
import { Formats } from '../core/i18n/formats';
import { hourIn, noon } from '../core/i18n/dates';
import { injectT } from '../core/i18n/i18n';

export interface GridSlot {
  id: number;
  start: string;
  /** `taken` while someone else's booking of it is being shown, `mine` for the held one. */
  state?: 'taken' | 'mine';
}

export interface GridDay {
  day: string;
  slots: readonly GridSlot[];
}

/** Free slots in columns, one a day, morning above afternoon, as 44 px buttons. */
@Component({
  selector: 'app-slot-grid',
  templateUrl: './slot-grid.html',
  styleUrl: './slot-grid.scss',
  host: { '[style.--columns]': 'days().length' },
})
export class SlotGrid {
  readonly days = input.required<readonly GridDay[]>();
  /** Id of the slot whose hold is being asked for. */
  readonly busy = input<number | null>(null);
  readonly pick = output<GridSlot>();

  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  protected readonly columns = computed(() =>
    this.days().map((day) => ({ ...day, date: noon(day.day) })),
  );

  protected readonly halves = computed(() => {
    const zone = this.formats.zone();
    const half = (key: string, morning: boolean) => ({
      key,
      days: this.days().map((day) => ({
        day: day.day,
        slots: day.slots.filter((slot) => hourIn(slot.start, zone) < 12 === morning),
      })),
    });
    return [half('booking.morning', true), half('booking.afternoon', false)].filter((item) =>
      item.days.some((day) => day.slots.length > 0),
    );
  });

  focusSlot(id: number): void {
    this.buttons()
      .find((button) => button.dataset['slot'] === String(id))
      ?.focus();
  }

  protected choose(slot: GridSlot): void {
    if (slot.state !== 'taken' && this.busy() === null) {
      this.pick.emit(slot);
    }
  }

  /** Arrow keys walk through the buttons: up and down in a day, left and right between days. */
  protected move(event: KeyboardEvent): void {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>('button[data-slot]');
    const column = Number(button?.dataset['column']);
    const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!button || step === undefined) {
      return;
    }
    const all = this.buttons();
    const inColumn = (index: number) =>
      all.filter((item) => Number(item.dataset['column']) === index);
    let target: HTMLButtonElement | undefined;
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const same = inColumn(column);
      target = same[same.indexOf(button) + step];
    } else {
      const top = button.getBoundingClientRect().top;
      for (
        let index = column + step;
        !target && index >= 0 && index < this.days().length;
        index += step
      ) {
        target = inColumn(index).sort((one, other) => distance(one, top) - distance(other, top))[0];
      }
    }
    if (target) {
      event.preventDefault();
      target.focus();
    }
  }

  private buttons(): HTMLButtonElement[] {
    return [...this.host.nativeElement.querySelectorAll<HTMLButtonElement>('button[data-slot]')];
  }
}

function distance(button: HTMLElement, top: number): number {
  return Math.abs(button.getBoundingClientRect().top - top);
}
