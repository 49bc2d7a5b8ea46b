import { httpResource } from '@angular/common/http';
import { afterNextRender, Component, inject, Injector, signal } from '@angular/core';
import { form, FormField } from '@angular/forms/signals';
import { dependantsList } from '../../api/fn/dependants/dependants-list';
import { Api } from '../../api/api';
import { dependantsCreate } from '../../api/fn/dependants/dependants-create';
import { dependantsDestroy } from '../../api/fn/dependants/dependants-destroy';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { injectT } from '../../core/i18n/i18n';
import type { Dependant } from '../../core/models';
import { Confirm } from '../../ui/confirm-dialog';
import { ErrorState } from '../../ui/error-state';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { Toasts } from '../../ui/toasts';
import { dependantSchema, emptyDependant } from './dependant-schema';

/** Children and others for whom the patient books. */
@Component({
  selector: 'app-dependants-card',
  imports: [ErrorState, Field, FormError, FormField, Icon, Skeleton],
  templateUrl: './dependants-card.html',
  styleUrl: './dependants-card.scss',
})
export class DependantsCard {
  protected readonly t = injectT();
  private readonly api = inject(Api);
  private readonly toasts = inject(Toasts);
  private readonly confirm = inject(Confirm);
  private readonly injector = inject(Injector);
  private readonly problemText = injectProblemText();

  protected readonly people = httpResource<Dependant[]>(() => dependantsList.PATH);
  protected readonly adding = signal(false);
  protected readonly failure = signal('');
  protected readonly kinds: Dependant['kind'][] = ['parent', 'guardian', 'relative', 'carer'];
  private readonly model = signal({ ...emptyDependant });
  protected readonly fields = form(this.model, dependantSchema);
  protected readonly submission = formSubmission(this.fields, this.problemText);

  protected age(person: Dependant): string {
    const age = person.age ?? 0;
    return this.t(`patient.dependants.age.${age > 1 ? 'other' : 'one'}`, { age });
  }

  protected open(): void {
    this.fields().reset({ ...emptyDependant });
    this.adding.set(true);
    afterNextRender(() => this.fields.first_name().focusBoundControl(), {
      injector: this.injector,
    });
  }

  protected add(event: Event): Promise<void> {
    return this.submission.run(event, async () => {
      const added = await this.api.invoke(dependantsCreate, { body: this.model() });
      this.people.update((people) => [...(people ?? []), added]);
      this.adding.set(false);
      this.toasts.show(this.t('patient.dependants.added', { name: added.name }));
    });
  }

  protected async remove(person: Dependant): Promise<void> {
    const { name } = person;
    const decided = await this.confirm.ask({
      heading: this.t('patient.dependants.removeHeading', { name }),
      text: this.t('patient.dependants.removeText'),
      confirm: this.t('patient.dependants.remove'),
      dismiss: this.t('patient.dependants.keep'),
      danger: true,
    });
    if (!decided) {
      return;
    }
    this.failure.set('');
    try {
      await this.api.invoke(dependantsDestroy, { id: person.id });
      this.people.update((people) => people?.filter((one) => one.id !== person.id));
      this.toasts.show(this.t('patient.dependants.removed', { name }));
    } catch (error) {
      this.failure.set(this.problemText(error));
    }
  }
}
