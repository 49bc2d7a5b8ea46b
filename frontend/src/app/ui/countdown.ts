import {
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  output,
  signal,
} from '@angular/core';

/** Minutes and seconds left until an instant; tells once when it has passed. */
@Component({
  selector: 'app-countdown',
  template: `<span class="tabular" role="timer">{{ text() }}</span>`,
})
export class Countdown {
  readonly until = input.required<string>();
  readonly over = output();

  private readonly now = signal(Date.now());
  private readonly left = computed(() =>
    Math.max(0, Math.ceil((new Date(this.until()).getTime() - this.now()) / 1000)),
  );
  protected readonly text = computed(
    () => `${Math.floor(this.left() / 60)}:${String(this.left() % 60).padStart(2, '0')}`,
  );

  constructor() {
    const timer = setInterval(() => this.now.set(Date.now()), 500);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
    effect(() => {
      if (this.left() === 0) {
        this.over.emit();
      }
    });
  }
}
