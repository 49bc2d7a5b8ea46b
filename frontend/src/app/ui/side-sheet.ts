import { A11yModule } from '@angular/cdk/a11y';
import { BreakpointObserver } from '@angular/cdk/layout';
import {
  afterNextRender,
  Component,
  DOCUMENT,
  effect,
  type ElementRef,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { map } from 'rxjs';
import { injectT } from '../core/i18n/i18n';
import { Icon } from './icon';

const WIDE = '(min-width: 1024px)';

/**
 * Details beside the page on wide screens, a sheet over its lower part on narrow ones. It takes the
 * focus when it opens; who opened it takes it back when it is gone.
 */
@Component({
  selector: 'app-side-sheet',
  imports: [A11yModule, Icon],
  template: `
    @if (!wide()) {
      <div class="backdrop" aria-hidden="true" (click)="closed.emit()"></div>
    }
    <section
      [class.sheet]="!wide()"
      [class.side]="wide()"
      [attr.role]="wide() ? null : 'dialog'"
      [attr.aria-modal]="wide() ? null : true"
      aria-labelledby="sheet-heading"
      [cdkTrapFocus]="!wide()"
    >
      <header>
        <h2 #title id="sheet-heading" tabindex="-1">{{ heading() }}</h2>
        <button
          type="button"
          class="btn btn-icon"
          [attr.aria-label]="t('common.close')"
          (click)="closed.emit()"
        >
          <app-icon name="close" [size]="24" />
        </button>
      </header>
      <div class="body"><ng-content /></div>
    </section>
  `,
  styles: `
    section {
      display: flex;
      flex-direction: column;
      background: var(--card);
      animation: appear var(--motion);
    }
    .side {
      max-height: calc(100dvh - 2 * var(--space-4));
      border: var(--line);
      border-radius: var(--radius);
    }
    .sheet {
      position: fixed;
      inset: auto 0 0;
      z-index: 910;
      max-height: 88dvh;
      border-radius: 20px 20px 0 0;
      box-shadow: var(--overlay-shadow);
    }
    .backdrop {
      position: fixed;
      inset: 0;
      z-index: 900;
      background: rgb(0 0 0 / 40%);
    }
    header {
      display: flex;
      gap: var(--space-2);
      align-items: flex-start;
      justify-content: space-between;
      padding: var(--space-3) var(--space-3) var(--space-3) var(--space-5);
      border-bottom: var(--line);
    }
    h2 {
      padding-top: 10px;
      overflow-wrap: anywhere;
    }
    h2:focus {
      outline: none;
    }
    .body {
      padding: var(--space-4) var(--space-5) var(--space-5);
      overflow-y: auto;
      overscroll-behavior: contain;
    }
    @keyframes appear {
      from {
        opacity: 0;
        transform: translateY(12px);
      }
    }
  `,
  host: { '(keydown.escape)': 'onEscape($event)' },
})
export class SideSheet {
  readonly heading = input.required<string>();
  readonly closed = output();

  protected readonly t = injectT();
  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title');
  protected readonly wide = toSignal(
    inject(BreakpointObserver)
      .observe(WIDE)
      .pipe(map(({ matches }) => matches)),
    { initialValue: matchMedia(WIDE).matches },
  );

  constructor() {
    afterNextRender(() => this.focus());
    const root = inject(DOCUMENT).documentElement;
    effect((onCleanup) => {
      if (!this.wide()) {
        // What lies under the sheet must not scroll along with it.
        root.style.overflow = 'hidden';
        onCleanup(() => (root.style.overflow = ''));
      }
    });
  }

  /** For whoever took away the control that had the focus. */
  focus(): void {
    this.title().nativeElement.focus({ preventScroll: true });
  }

  protected onEscape(event: Event): void {
    event.stopPropagation();
    this.closed.emit();
  }
}
