import { Component, computed, inject, signal } from '@angular/core';
import { injectProblemText } from '../../core/errors/problem-text';
import { I18n } from '../../core/i18n/i18n';
import { Live } from '../../core/realtime/live';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { Toasts } from '../../ui/toasts';
import { type HasUnsavedChanges, warnBeforeUnload } from '../../ui/unsaved-changes';
import { AvailabilityStore } from './availability-store';
import { ConflictList } from './conflict-list';
import { Formats } from '../../core/i18n/formats';
import { PreviewPanel } from './preview-panel';
import { TextEntry } from './text-entry';
import { WeekEditor } from './week-editor';

/** The doctor's weekly hours, what they make, and which appointments they leave out. */
@Component({
  selector: 'app-availability-page',
  imports: [
    ConflictList,
    EmptyState,
    ErrorState,
    FormError,
    Icon,
    PageHeader,
    PreviewPanel,
    Skeleton,
    TextEntry,
    WeekEditor,
  ],
  templateUrl: './availability-page.html',
  styleUrl: './availability-page.scss',
  providers: [AvailabilityStore],
})
export class AvailabilityPage implements HasUnsavedChanges {
  protected readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  protected readonly store = inject(AvailabilityStore);
  protected readonly formats = inject(Formats);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();

  protected readonly error = signal('');
  protected readonly present = computed(() => this.store.presentConflicts() ?? []);

  constructor() {
    warnBeforeUnload(() => this.hasUnsavedChanges());
    const live = inject(Live);
    live.onAppointment(() => this.store.conflicts.reload());
    live.onResync(() => this.store.conflicts.reload());
  }

  hasUnsavedChanges(): boolean {
    return this.store.dirty() || this.store.tried() !== null;
  }

  protected async save(): Promise<void> {
    if (this.store.saving()) {
      return;
    }
    this.error.set('');
    try {
      if (await this.store.save()) {
        this.toasts.show(this.t('doctor.availability.saved'));
      }
    } catch (refusal) {
      this.error.set(this.problemText(refusal));
    }
  }
}
