import { httpResource } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { dependantsList } from '../../api/fn/dependants/dependants-list';
import { PlatformSettings } from '../../core/http/platform-settings';
import { injectT } from '../../core/i18n/i18n';
import type { Dependant } from '../../core/models';
import { PageHeader } from '../../ui/page-header';
import { AccessList } from './access-list';

/** Who saw or changed the data of the patient, or of somebody for whom they act. */
@Component({
  selector: 'app-accesses-page',
  imports: [AccessList, PageHeader],
  template: `
    <div class="page narrow">
      <app-page-header
        [heading]="t('patient.accesses.title')"
        [text]="t('patient.accesses.text', { months: settings.value().audit_months })"
        back="/profil"
        [backLabel]="t('patient.profile')"
      />
      @if (people.hasValue() && people.value().length) {
        <div class="whom">
          <label for="accesses-of">{{ t('patient.accesses.of') }}</label>
          <select id="accesses-of" class="input" (change)="choose($event)">
            <option value="">{{ t('patient.accesses.mine') }}</option>
            @for (person of people.value(); track person.id) {
              <option [value]="person.patient">{{ person.name }}</option>
            }
          </select>
        </div>
      }
      <!-- Another person, another list: nothing of the one stands under the name of the other. -->
      @for (one of [whom()]; track one.patient) {
        <app-access-list [patient]="one.patient" />
      }
    </div>
  `,
  styles: `
    .narrow {
      max-width: 760px;
    }
    .whom {
      display: flex;
      flex-direction: column;
      gap: var(--space-1);
      margin-bottom: var(--space-5);
    }
  `,
})
export class AccessesPage {
  protected readonly t = injectT();
  protected readonly settings = inject(PlatformSettings);
  protected readonly people = httpResource<Dependant[]>(() => dependantsList.PATH);
  protected readonly whom = signal<{ patient: number | null }>({ patient: null });

  protected choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.whom.set({ patient: value ? Number(value) : null });
  }
}
