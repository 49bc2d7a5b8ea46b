import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import { careRelationsEndCreate } from '../../api/fn/care/care-relations-end-create';
import { careRelationsList } from '../../api/fn/care/care-relations-list';
import type { CareOut } from '../../api/models';
import { Session } from '../../core/auth/session';
import { injectProblemText } from '../../core/errors/problem-text';
import { pagedList } from '../../core/http/paged-list';
import { PlatformSettings } from '../../core/http/platform-settings';
import { Formats } from '../../core/i18n/formats';
import { injectT } from '../../core/i18n/i18n';
import { Avatar } from '../../ui/avatar';
import { Confirm } from '../../ui/confirm-dialog';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { FormError } from '../../ui/form-error';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { Toasts } from '../../ui/toasts';

const PAGE = 100;

/** Which doctors may see the patient's data, and how to close the record to one of them. */
@Component({
  selector: 'app-care-page',
  imports: [Avatar, EmptyState, ErrorState, FormError, Icon, PageHeader, RouterLink, Skeleton],
  templateUrl: './care-page.html',
  styleUrl: './care-page.scss',
})
export class CarePage {
  protected readonly t = injectT();
  protected readonly formats = inject(Formats);
  protected readonly settings = inject(PlatformSettings);
  private readonly session = inject(Session);
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();

  protected readonly list = pagedList<CareOut>(() => ({
    url: careRelationsList.PATH,
    params: { limit: PAGE },
  }));
  /** What was ended here, as the server answered; the list is not read again for it. */
  private readonly answers = signal<ReadonlyMap<number, CareOut>>(new Map());
  private readonly relations = computed(() =>
    this.list.rows()?.map((relation) => this.answers().get(relation.id) ?? relation),
  );
  protected readonly open = computed(() => this.relations()?.filter((one) => !one.ended_at));
  protected readonly ended = computed(
    () => this.relations()?.filter((one) => one.ended_at !== null) ?? [],
  );
  protected readonly busy = signal<number | null>(null);
  protected readonly error = signal('');

  /** Whose record it is, when it is not the reader's own. */
  protected whose({ patient }: CareOut): string {
    return patient.id === this.session.user()?.profile_id ? '' : patient.name;
  }

  protected endedWords({ ended_by, ended_at }: CareOut): string {
    const date = this.formats.longDate(ended_at ?? '');
    return this.t(`patient.care.endedBy.${ended_by ?? 'system'}`, { date });
  }

  protected async end(relation: CareOut): Promise<void> {
    const doctor = relation.doctor.name;
    const answer = await this.confirm.ask({
      heading: this.t('patient.care.endHeading', { doctor }),
      text: this.t('patient.care.endText'),
      points: ['closed', 'appointments', 'identity', 'told', 'again'].map((point) =>
        this.t(`patient.care.endPoints.${point}`, { doctor }),
      ),
      confirm: this.t('patient.care.end'),
      dismiss: this.t('patient.care.keep'),
      danger: true,
      reason: { label: this.t('patient.care.reason') },
    });
    if (!answer || this.busy() !== null) {
      return;
    }
    this.busy.set(relation.id);
    this.error.set('');
    try {
      const ended = await this.api.invoke(careRelationsEndCreate, {
        id: String(relation.id),
        body: { reason: answer.reason },
      });
      this.answers.update((known) => new Map(known).set(ended.id, ended));
      this.toasts.show(this.t('patient.care.done', { doctor }));
    } catch (error) {
      this.error.set(this.problemText(error));
    } finally {
      this.busy.set(null);
    }
  }
}
