import { HttpClient, httpResource } from '@angular/common/http';
import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, inject, signal } from '@angular/core';
import { form, FormField, maxLength, required } from '@angular/forms/signals';
import { firstValueFrom } from 'rxjs';
import { specialtiesList } from '../../api/fn/specialties/specialties-list';
import { specialtiesRetrieve } from '../../api/fn/specialties/specialties-retrieve';
import { pathOf } from '../../core/http/path';
import { Api } from '../../api/api';
import { specialtiesCreate } from '../../api/fn/specialties/specialties-create';
import { specialtiesDestroy } from '../../api/fn/specialties/specialties-destroy';
import type { SpecialtyFull } from '../../api/models';
import { toProblem } from '../../core/errors/problem';
import { injectProblemText } from '../../core/errors/problem-text';
import { formSubmission } from '../../core/errors/submit-form';
import { latest } from '../../core/http/latest';
import { I18n } from '../../core/i18n/i18n';
import type { Specialty } from '../../core/models';
import { Confirm } from '../../ui/confirm-dialog';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { FormError } from '../../ui/form-error';
import { FormField as Field } from '../../ui/form-field';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { Toasts } from '../../ui/toasts';

const empty = { name: '', name_en: '' };

/** The specialties doctors choose from, named in both languages. */
@Component({
  selector: 'app-specialties-page',
  imports: [
    EmptyState,
    ErrorState,
    Field,
    FormError,
    FormField,
    Icon,
    NgTemplateOutlet,
    PageHeader,
    Skeleton,
  ],
  templateUrl: './specialties-page.html',
  styleUrls: ['../admin-list.scss', './specialties-page.scss'],
})
export class SpecialtiesPage {
  private readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  private readonly api = inject(Api);
  private readonly http = inject(HttpClient);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();

  protected readonly specialties = httpResource<Specialty[]>(() => ({
    url: specialtiesList.PATH,
    params: { limit: 500 },
  }));
  private readonly received = latest(this.specialties, { keep: true });
  /** As a reader of the language looks them up: « Pédiatrie » before « Psychiatrie ». */
  protected readonly list = computed(() => {
    const collator = new Intl.Collator(this.i18n.language());
    const rows = this.received();
    return rows && [...rows].sort((one, other) => collator.compare(one.name, other.name));
  });
  /** The one being renamed, 'new', or none. */
  protected readonly editing = signal<number | 'new' | null>(null);
  protected readonly error = signal('');
  private etag = '';

  private readonly model = signal({ ...empty });
  protected readonly fields = form(this.model, (path) => {
    required(path.name, { message: 'admin.specialties.nameMissing' });
    maxLength(path.name, 80, { message: 'validation.tooLong' });
    maxLength(path.name_en, 80, { message: 'validation.tooLong' });
  });
  protected readonly submission = formSubmission(this.fields, this.problemText);

  protected add(): void {
    this.error.set('');
    this.fields().reset({ ...empty });
    this.editing.set('new');
    setTimeout(() => this.fields.name().focusBoundControl());
  }

  protected async rename(specialty: Specialty): Promise<void> {
    this.error.set('');
    try {
      const answer = await firstValueFrom(
        this.http.get<SpecialtyFull>(pathOf(specialtiesRetrieve, { id: specialty.id }), {
          observe: 'response',
        }),
      );
      this.etag = answer.headers.get('ETag') ?? '';
      const { name = '', name_en = '' } = answer.body ?? empty;
      this.fields().reset({ name, name_en });
      this.editing.set(specialty.id);
      setTimeout(() => this.fields.name().focusBoundControl());
    } catch (failure) {
      this.error.set(this.problemText(failure));
    }
  }

  protected save(event: Event): Promise<void> {
    return this.submission.run(event, async () => {
      const id = this.editing();
      const body = this.model();
      if (id === null || id === 'new') {
        await this.api.invoke(specialtiesCreate, { body });
      } else {
        await firstValueFrom(
          this.http.patch(pathOf(specialtiesRetrieve, { id }), body, {
            headers: this.etag ? { 'If-Match': this.etag } : {},
          }),
        );
      }
      this.editing.set(null);
      this.toasts.show(this.t('admin.specialties.saved', { name: body.name }));
      this.specialties.reload();
    });
  }

  protected async remove(specialty: Specialty): Promise<void> {
    const answer = await this.confirm.ask({
      heading: this.t('admin.specialties.deleteHeading', { name: specialty.name }),
      confirm: this.t('admin.specialties.delete'),
      danger: true,
    });
    if (!answer) {
      return;
    }
    this.error.set('');
    try {
      await this.api.invoke(specialtiesDestroy, { id: specialty.id });
      this.toasts.show(this.t('admin.specialties.deleted', { name: specialty.name }));
      this.specialties.reload();
    } catch (failure) {
      this.error.set(
        toProblem(failure).code === 'specialty_in_use'
          ? this.t('admin.specialties.inUse', { name: specialty.name })
          : this.problemText(failure),
      );
    }
  }
}
