import { inject, Injectable } from '@angular/core';
import { Api } from '../../api/api';
import { usersApproveCreate } from '../../api/fn/users/users-approve-create';
import { usersPartialUpdate } from '../../api/fn/users/users-partial-update';
import { injectT } from '../../core/i18n/i18n';
import type { User } from '../../core/models';
import { Confirm } from '../../ui/confirm-dialog';
import { Toasts } from '../../ui/toasts';

/** Decisions on accounts; each asks first and tells what was done. False: stepped back. */
@Injectable({ providedIn: 'root' })
export class AccountActions {
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  private readonly toasts = inject(Toasts);
  private readonly t = injectT();

  async approve(user: User): Promise<boolean> {
    const name = nameOf(user);
    const answer = await this.confirm.ask({
      heading: this.t('admin.accounts.approveHeading'),
      text: this.t('admin.accounts.approveText', { name, email: user.email }),
      confirm: this.t('admin.accounts.approve'),
    });
    if (!answer) {
      return false;
    }
    await this.api.invoke(usersApproveCreate, { id: user.id });
    this.toasts.show(this.t('admin.accounts.approved', { name }));
    return true;
  }

  async setActive(user: User, active: boolean): Promise<boolean> {
    const name = nameOf(user);
    const step = active ? 'reactivate' : 'deactivate';
    const answer = await this.confirm.ask({
      heading: this.t(`admin.accounts.${step}Heading`),
      text: this.t(`admin.accounts.${step}Text`, { name }),
      confirm: this.t(`admin.accounts.${step}`),
      danger: !active,
    });
    if (!answer) {
      return false;
    }
    await this.api.invoke(usersPartialUpdate, {
      id: user.id,
      body: { is_active: active },
    });
    this.toasts.show(this.t(`admin.accounts.${step}Done`, { name }));
    return true;
  }
}

export function nameOf(user: User): string {
  return user.display_name || user.email;
}
