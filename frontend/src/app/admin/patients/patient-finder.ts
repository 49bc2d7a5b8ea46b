import { Component, computed, inject, input, output, signal } from '@angular/core';
import { patientsList } from '../../api/fn/patients/patients-list';
import type { PatientOut } from '../../api/models';
import { pagedList } from '../../core/http/paged-list';
import { Formats } from '../../core/i18n/formats';
import { formatPhone } from '../../core/i18n/phone';
import { injectT } from '../../core/i18n/i18n';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';

const PAGE = 8;

/** Finds a patient by name or e-mail and tells which one was chosen. */
@Component({
  selector: 'app-patient-finder',
  imports: [ErrorState, Icon],
  template: `
    <form
      class="search"
      role="search"
      [attr.aria-label]="label()"
      (submit)="search($event, query.value)"
    >
      <label class="sr-only" [for]="field()">{{ label() }}</label>
      <input
        #query
        class="input"
        type="search"
        maxlength="100"
        autocomplete="off"
        [id]="field()"
        [placeholder]="t('admin.merge.search')"
      />
      <button type="submit" class="btn btn-outlined">
        <app-icon name="search" /> <span>{{ t('admin.search') }}</span>
      </button>
    </form>
    <div aria-live="polite">
      @if (list.error(); as failure) {
        <app-error-state [error]="failure" (retry)="list.reload()" />
      }
      @if (found(); as rows) {
        <ul>
          @for (patient of rows; track patient.id) {
            <li>
              <button type="button" (click)="choose.emit(patient)">
                <strong>{{ patient.name }}</strong>
                <span class="muted small">{{ facts(patient) }}</span>
              </button>
            </li>
          } @empty {
            <li class="muted">{{ t('admin.merge.noneFound') }}</li>
          }
        </ul>
        @if (list.more()) {
          <p class="muted small">{{ t('admin.merge.manyFound') }}</p>
        }
      }
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: var(--space-3);
    }
    .search {
      display: flex;
      gap: var(--space-2);
    }
    .search .btn {
      flex: none;
      white-space: nowrap;
    }
    ul {
      display: flex;
      flex-direction: column;
      gap: var(--space-1);
    }
    li button {
      display: flex;
      flex-direction: column;
      width: 100%;
      padding: var(--space-2) var(--space-3);
      border: var(--line);
      border-radius: var(--radius-small);
      background: var(--card);
      text-align: left;
      overflow-wrap: anywhere;
      cursor: pointer;
    }
    li button:hover {
      border-color: var(--mat-sys-outline);
    }
  `,
})
export class PatientFinder {
  /** The id of the search field. */
  readonly field = input.required<string>();
  readonly label = input.required<string>();
  /** A patient who cannot be chosen here. */
  readonly except = input<number | null>(null);
  readonly choose = output<PatientOut>();

  protected readonly t = injectT();
  private readonly formats = inject(Formats);
  private readonly words = signal('');
  protected readonly list = pagedList<PatientOut>(() =>
    this.words() ? { url: patientsList.PATH, params: { q: this.words(), limit: PAGE } } : undefined,
  );
  protected readonly found = computed(() =>
    this.list.rows()?.filter((patient) => patient.id !== this.except()),
  );

  protected search(event: Event, words: string): void {
    event.preventDefault();
    this.words.set(words.trim());
  }

  protected facts({ birth_date, email, phone }: PatientOut): string {
    const born = birth_date ? this.formats.longDate(`${birth_date}T12:00:00Z`) : '';
    return [born, email || formatPhone(phone)].filter((fact) => fact !== '').join(' · ');
  }
}
