import { httpResource } from '@angular/common/http';
import {
  afterNextRender,
  Component,
  computed,
  DOCUMENT,
  inject,
  Injector,
  signal,
  viewChild,
} from '@angular/core';
import { exceptionsList } from '../../api/fn/exceptions/exceptions-list';
import type { ConflictOut, ExceptionOut } from '../../api/models';
import { injectProblemText } from '../../core/errors/problem-text';
import { latest } from '../../core/http/latest';
import { I18n } from '../../core/i18n/i18n';
import { Confirm } from '../../ui/confirm-dialog';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { Toasts } from '../../ui/toasts';
import { type HasUnsavedChanges, warnBeforeUnload } from '../../ui/unsaved-changes';
import { ConflictList } from '../availability/conflict-list';
import { Formats } from '../../core/i18n/formats';
import { AbsenceFormCard } from './absence-form';
import { AbsenceRow } from './absence-row';
import { AbsencesApi } from './absences-api';
import { split } from './absences';

/** When the doctor is away, and whose appointments that touches. */
@Component({
  selector: 'app-absences-page',
  imports: [
    AbsenceFormCard,
    AbsenceRow,
    ConflictList,
    EmptyState,
    ErrorState,
    FormError,
    Icon,
    PageHeader,
    Skeleton,
  ],
  templateUrl: './absences-page.html',
  styleUrl: './absences-page.scss',
})
export class AbsencesPage implements HasUnsavedChanges {
  protected readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  protected readonly formats = inject(Formats);
  private readonly api = inject(AbsencesApi);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();
  private readonly page = inject(DOCUMENT);
  private readonly injector = inject(Injector);
  private readonly form = viewChild(AbsenceFormCard);

  protected readonly absences = httpResource<ExceptionOut[]>(() => ({
    url: exceptionsList.PATH,
    params: { limit: 500 },
  }));
  private readonly list = latest(this.absences, { keep: true });
  protected readonly lists = computed(() => {
    const rows = this.list();
    return rows ? split(rows) : undefined;
  });
  protected readonly editing = signal<{ absence: ExceptionOut | null; etag: string } | null>(null);
  protected readonly conflicts = signal<readonly ConflictOut[]>([]);
  protected readonly error = signal('');

  constructor() {
    warnBeforeUnload(() => this.hasUnsavedChanges());
  }

  hasUnsavedChanges(): boolean {
    return this.form()?.dirty() ?? false;
  }

  protected start(): void {
    this.conflicts.set([]);
    this.error.set('');
    this.editing.set({ absence: null, etag: '' });
  }

  protected async edit(absence: ExceptionOut): Promise<void> {
    this.error.set('');
    this.editing.set(null);
    try {
      this.editing.set(await this.api.read(absence.id));
    } catch (failure) {
      this.error.set(this.problemText(failure));
    }
  }

  protected dismiss(): void {
    this.editing.set(null);
    this.focusList();
  }

  protected finish(conflicts: readonly ConflictOut[]): void {
    this.dismiss();
    this.conflicts.set(conflicts);
    this.toasts.show(this.t('doctor.absences.saved'));
    this.absences.reload();
  }

  protected async remove(absence: ExceptionOut): Promise<void> {
    this.error.set('');
    try {
      const { etag } = await this.api.read(absence.id);
      const answer = await this.confirm.ask({
        heading: this.t('doctor.absences.deleteHeading'),
        text: this.t('doctor.absences.deleteText'),
        confirm: this.t('doctor.absences.delete'),
        danger: true,
      });
      if (!answer) {
        return;
      }
      await this.api.remove(absence.id, etag);
      this.editing.set(null);
      this.conflicts.set([]);
      this.toasts.show(this.t('doctor.absences.deleted'));
      this.absences.set((this.list() ?? []).filter((row) => row.id !== absence.id));
      this.focusList();
    } catch (failure) {
      this.error.set(this.problemText(failure));
    }
  }

  /** The control that had the focus is gone. */
  private focusList(): void {
    afterNextRender(
      () =>
        (
          this.page.getElementById('upcoming-heading') ??
          this.page.querySelector<HTMLElement>('main h1')
        )?.focus(),
      { injector: this.injector },
    );
  }
}
