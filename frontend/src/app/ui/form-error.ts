import { Component, input } from '@angular/core';
import { Icon } from './icon';

/** The error of a whole form, read out when it appears. */
@Component({
  selector: 'app-form-error',
  imports: [Icon],
  template: `
    <div role="alert">
      @if (text()) {
        <p class="banner banner-error">
          <app-icon name="error" /> <span>{{ text() }}</span>
        </p>
      }
    </div>
  `,
})
export class FormError {
  readonly text = input.required<string>();
}
