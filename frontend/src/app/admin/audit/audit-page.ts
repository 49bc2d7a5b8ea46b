import { Component, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
import { auditList } from '../../api/fn/audit/audit-list';
import type { AuditEntryOut } from '../../api/models';
import { pagedList } from '../../core/http/paged-list';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import {
  type AuditAction,
  type AuditFilters,
  fromUrl,
  noFilters,
  toApi,
  toUrl,
} from './audit-filters';

const PAGE = 50;
/** How many patients of one entry are named in the row. */
const NAMED = 3;

/** Who saw and changed whose data, and who signed in; filters live in the URL. */
@Component({
  selector: 'app-audit-page',
  imports: [EmptyState, ErrorState, Icon, PageHeader, Skeleton],
  templateUrl: './audit-page.html',
  styleUrls: ['../admin-list.scss', './audit-page.scss'],
})
export class AuditPage {
  private readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  protected readonly formats = inject(Formats);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);

  protected readonly actions: readonly AuditAction[] = [
    'read',
    'write',
    'sign_in',
    'sign_in_failed',
  ];
  protected readonly subjects = [
    'Patient',
    'Appointment',
    'CareRelation',
    'Doctor',
    'User',
    'Slot',
    'Availability',
    'Absence',
  ];
  private readonly params = toSignal(this.route.queryParams, { initialValue: {} });
  protected readonly filters = computed(() => fromUrl(this.params()));
  protected readonly filtered = computed(() =>
    Object.values(toUrl(this.filters())).some((value) => value !== null),
  );
  protected readonly list = pagedList<AuditEntryOut>(() => ({
    url: auditList.PATH,
    params: {
      ...toApi(this.filters(), (day) => this.formats.instant(`${day}T00:00`).toISOString()),
      limit: PAGE,
    },
  }));
  /** The account that is asked about, by the name that its entries give. */
  protected readonly actorName = computed(() => {
    const { actor } = this.filters();
    const entry = this.list.rows()?.find((row) => row.actor?.id === actor);
    return entry?.actor?.name ?? this.t('admin.audit.account', { id: actor });
  });

  protected filter(change: Partial<AuditFilters>): void {
    void this.router.navigate([], {
      relativeTo: this.route,
      queryParams: toUrl({ ...this.filters(), ...change }),
    });
  }

  protected clear(): void {
    this.filter(noFilters);
  }

  /** « Lecture · rendez-vous (3) »: what was done, with which kind of data, with how many of it. */
  protected what({ action, subject, objects }: AuditEntryOut): string {
    const done = this.t(`admin.audit.actions.${action}`);
    if (!subject || action.startsWith('sign_in')) {
      return done;
    }
    const many = objects.length > 1 ? ` (${objects.length})` : '';
    return `${done} · ${this.subject(subject)}${many}`;
  }

  /** What has no words of its own yet is called by its name. */
  protected subject(name: string): string {
    const key = `admin.audit.subjects.${name}`;
    return this.i18n.has(key) ? this.t(key) : name;
  }

  protected role({ role }: AuditEntryOut): string {
    const key = `admin.roles.${role}`;
    return this.i18n.has(key) ? this.t(key) : '';
  }

  protected named({ patients }: AuditEntryOut): number[] {
    return patients.slice(0, NAMED);
  }

  protected unnamed({ patients }: AuditEntryOut): number {
    return Math.max(0, patients.length - NAMED);
  }
}
