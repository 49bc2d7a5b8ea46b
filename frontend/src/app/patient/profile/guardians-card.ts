import { httpResource } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { Api } from '../../api/api';
import { guardiansDestroy } from '../../api/fn/guardians/guardians-destroy';
import { guardiansList } from '../../api/fn/guardians/guardians-list';
import type { GuardianOut } from '../../api/models';
import { injectProblemText } from '../../core/errors/problem-text';
import { injectT } from '../../core/i18n/i18n';
import { Confirm } from '../../ui/confirm-dialog';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { Toasts } from '../../ui/toasts';

/** Who acts for the patient; most have nobody, and see nothing here. */
@Component({
  selector: 'app-guardians-card',
  imports: [FormError, Icon],
  template: `
    @if (people.hasValue() && people.value().length) {
      <section class="card stack" aria-labelledby="guardians">
        <div>
          <h2 id="guardians">{{ t('patient.guardians.title') }}</h2>
          <p class="muted small">{{ t('patient.guardians.text') }}</p>
        </div>
        <app-form-error [text]="failure()" />
        <ul class="people">
          @for (person of people.value(); track person.id) {
            <li>
              <app-icon name="person" [size]="22" />
              <span class="grow">
                <strong>{{ person.name }}</strong>
                <span class="muted small">{{ t('patient.guardians.kinds.' + person.kind) }}</span>
              </span>
              <button
                type="button"
                class="btn btn-small"
                [attr.aria-label]="t('patient.guardians.end') + ' ' + person.name"
                (click)="end(person)"
              >
                {{ t('patient.guardians.end') }}
              </button>
            </li>
          }
        </ul>
      </section>
    }
  `,
  styleUrl: './dependants-card.scss',
})
export class GuardiansCard {
  protected readonly t = injectT();
  private readonly api = inject(Api);
  private readonly toasts = inject(Toasts);
  private readonly confirm = inject(Confirm);
  private readonly problemText = injectProblemText();

  protected readonly people = httpResource<GuardianOut[]>(() => guardiansList.PATH);
  protected readonly failure = signal('');

  protected async end(person: GuardianOut): Promise<void> {
    const { name } = person;
    const decided = await this.confirm.ask({
      heading: this.t('patient.guardians.endHeading', { name }),
      text: this.t('patient.guardians.endText'),
      confirm: this.t('patient.guardians.end'),
      dismiss: this.t('patient.guardians.keep'),
      danger: true,
    });
    if (!decided) {
      return;
    }
    this.failure.set('');
    try {
      await this.api.invoke(guardiansDestroy, { id: person.id });
      this.people.update((people) => people?.filter((one) => one.id !== person.id));
      this.toasts.show(this.t('patient.guardians.ended', { name }));
    } catch (error) {
      this.failure.set(this.problemText(error));
    }
  }
}
