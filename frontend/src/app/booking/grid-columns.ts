import { BreakpointObserver } from '@angular/cdk/layout';
import { inject, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { map } from 'rxjs';

const PHONE = '(max-width: 560px)';
const TABLET = '(max-width: 1023.98px)';

/** How many days of slots fit side by side. */
export function injectGridColumns(): Signal<number> {
  const matches = inject(BreakpointObserver).observe([PHONE, TABLET]);
  return toSignal(
    matches.pipe(map(({ breakpoints }) => (breakpoints[PHONE] ? 3 : breakpoints[TABLET] ? 5 : 7))),
    { initialValue: 7 },
  );
}
