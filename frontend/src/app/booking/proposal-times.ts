import { Component, computed, input } from '@angular/core';
import { injectT } from '../core/i18n/i18n';
import type { Appointment } from '../core/models';
import { DateTimePipe } from '../ui/format-pipes';
import { Icon } from '../ui/icon';

/** What is confirmed and what the patient proposes instead, one above the other. */
@Component({
  selector: 'app-proposal-times',
  imports: [DateTimePipe, Icon],
  template: `
    @let item = appointment();
    @if (item.proposal; as proposal) {
      <dl>
        <div>
          <dt><app-icon name="check_circle" [size]="18" /> {{ t('booking.proposal.present') }}</dt>
          <dd>
            <time [attr.datetime]="item.start_time">{{ item.start_time | dateTime }}</time>
            @if (otherMode()) {
              <span>{{ t('booking.mode.' + item.consultation_mode) }}</span>
            }
          </dd>
        </div>
        <div>
          <dt><app-icon name="event_repeat" [size]="18" /> {{ t('booking.proposal.proposed') }}</dt>
          <dd>
            <time [attr.datetime]="proposal.start_time">{{ proposal.start_time | dateTime }}</time>
            @if (otherMode()) {
              <span>{{ t('booking.mode.' + proposal.consultation_mode) }}</span>
            }
          </dd>
        </div>
      </dl>
    }
  `,
  styles: `
    dl {
      display: grid;
      grid-template-columns: max-content minmax(0, 1fr);
      gap: var(--space-2) var(--space-4);
      margin: 0;
    }
    dl > div {
      display: contents;
    }
    dt {
      display: flex;
      gap: var(--space-2);
      align-items: center;
      align-self: start;
      font-weight: 400;
    }
    dd {
      display: flex;
      flex-wrap: wrap;
      gap: 0 var(--space-2);
      margin: 0;
      font-weight: 600;
    }
    dd span::before {
      content: '· ';
    }
    time {
      display: inline-block;
    }
    time::first-letter {
      text-transform: uppercase;
    }
  `,
})
export class ProposalTimes {
  readonly appointment = input.required<Appointment>();

  protected readonly t = injectT();
  protected readonly otherMode = computed(() => {
    const { proposal, consultation_mode } = this.appointment();
    return proposal !== null && proposal.consultation_mode !== consultation_mode;
  });
}
