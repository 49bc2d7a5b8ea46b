import { httpResource } from '@angular/common/http';
import {
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  numberAttribute,
  signal,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { patientsMergeCreate } from '../../api/fn/patients/patients-merge-create';
import { patientsMergeRetrieve } from '../../api/fn/patients/patients-merge-retrieve';
import type { MergeOut, SideOut } from '../../api/models';
import { injectProblemText } from '../../core/errors/problem-text';
import { pathOf } from '../../core/http/path';
import { Formats } from '../../core/i18n/formats';
import { formatPhone } from '../../core/i18n/phone';
import { injectT } from '../../core/i18n/i18n';
import { Confirm } from '../../ui/confirm-dialog';
import { ErrorState } from '../../ui/error-state';
import { ClockPipe, DateTimePipe } from '../../ui/format-pipes';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { Toasts } from '../../ui/toasts';
import { PatientFinder } from './patient-finder';

type Field = MergeOut['differing'][number];
type Side = 'kept' | 'other';

/** Fields whose values the server does not show here: which side is taken can still be chosen. */
const HIDDEN: readonly Field[] = ['history', 'observations', 'blood_pressure', 'cholesterol_level'];

/** Two records of one person, side by side, and made one. Both are named in the URL. */
@Component({
  selector: 'app-merge-page',
  imports: [
    ClockPipe,
    DateTimePipe,
    ErrorState,
    FormError,
    Icon,
    PageHeader,
    PatientFinder,
    RouterLink,
    Skeleton,
  ],
  templateUrl: './merge-page.html',
  styleUrl: './merge-page.scss',
})
export class MergePage {
  /** Query parameters: the record that stays, and the one that is given up. */
  readonly garder = input(0, { transform: (text: string | undefined) => numberAttribute(text, 0) });
  readonly fusionner = input(0, {
    transform: (text: string | undefined) => numberAttribute(text, 0),
  });

  protected readonly t = injectT();
  private readonly formats = inject(Formats);
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();

  protected readonly sides: readonly Side[] = ['kept', 'other'];
  protected readonly both = httpResource<MergeOut>(() =>
    this.garder() && this.fusionner()
      ? {
          url: pathOf(patientsMergeRetrieve, { id: this.garder() }),
          params: { other: this.fusionner() },
        }
      : undefined,
  );
  protected readonly merge = computed(() => (this.both.hasValue() ? this.both.value() : undefined));
  /** Whose value is taken, for each field in which they differ. */
  protected readonly chosen = linkedSignal<Partial<Record<Field, Side>>>(() => {
    const merge = this.merge();
    return Object.fromEntries(
      (merge?.differing ?? []).map((field) => [
        field,
        merge && !HIDDEN.includes(field) && !this.raw(merge.kept, field) ? 'other' : 'kept',
      ]),
    );
  });
  protected readonly busy = signal(false);
  protected readonly error = signal('');

  protected show(garder: number, fusionner: number): void {
    this.error.set('');
    const queryParams = { garder: garder || null, fusionner: fusionner || null };
    void this.router.navigate([], { queryParams });
  }

  protected swap(): void {
    this.show(this.fusionner(), this.garder());
  }

  protected take(field: Field, side: Side): void {
    this.chosen.update((chosen) => ({ ...chosen, [field]: side }));
  }

  /** What a record says there, in words. */
  protected value(side: SideOut, field: Field): string {
    if (HIDDEN.includes(field)) {
      return this.t('admin.merge.hidden');
    }
    const value = this.raw(side, field);
    if (field === 'birth_date' && value) {
      return this.formats.longDate(`${value}T12:00:00Z`);
    }
    if (field === 'phone') {
      return formatPhone(value) || this.t('admin.merge.empty');
    }
    if (field === 'sex' && value) {
      return this.t(`admin.merge.sexes.${value}`);
    }
    return value || this.t('admin.merge.empty');
  }

  protected async unite(merge: MergeOut): Promise<void> {
    this.error.set('');
    if (merge.overlaps.length) {
      this.error.set(this.t('admin.merge.settleFirst'));
      return;
    }
    const { name } = merge.kept;
    const answer = await this.confirm.ask({
      heading: this.t('admin.merge.heading'),
      text: this.t('admin.merge.confirmText', { kept: merge.kept.id, other: merge.other.id, name }),
      confirm: this.t('admin.merge.confirm'),
      danger: true,
    });
    if (!answer || this.busy()) {
      return;
    }
    this.busy.set(true);
    try {
      await this.api.invoke(patientsMergeCreate, {
        id: merge.kept.id,
        body: { other: merge.other.id, fields: this.chosen() as Record<string, Side> },
      });
      this.toasts.show(this.t('admin.merge.done', { name }));
      this.show(0, 0);
    } catch (error) {
      this.error.set(this.problemText(error));
      this.both.reload();
    } finally {
      this.busy.set(false);
    }
  }

  private raw(side: SideOut, field: Field): string {
    return (side as unknown as Partial<Record<Field, string | null>>)[field] ?? '';
  }
}
