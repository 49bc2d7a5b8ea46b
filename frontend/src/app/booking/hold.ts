import { inject, Injectable, signal } from '@angular/core';
import { Api } from '../api/api';
import { slotsHoldCreate } from '../api/fn/slots/slots-hold-create';
import { slotsHoldDestroy } from '../api/fn/slots/slots-hold-destroy';
import { Session } from '../core/auth/session';
import type { HeldSlot } from '../core/models';

/** The slot the server keeps for the signed-in patient while they fill the form. */
@Injectable({ providedIn: 'root' })
export class Hold {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly held = signal<HeldSlot | null>(null);

  private whom: number | null = null;

  readonly current = this.held.asReadonly();

  /** Patients hold; visitors do so once they have signed in. */
  get possible(): boolean {
    return this.session.role() === 'PATIENT' && this.session.approved();
  }

  isHeld(slot: number, patient: number | null = null): boolean {
    const held = this.held();
    return held?.slot === slot && this.whom === patient && Date.parse(held.expires_at) > Date.now();
  }

  /** `patient`: somebody for whom the account acts; null for oneself. */
  async take(slot: number, patient: number | null = null): Promise<HeldSlot> {
    const body = patient === null ? {} : { patient };
    const held = await this.api.invoke(slotsHoldCreate, { id: String(slot), body });
    this.held.set(held);
    this.whom = patient;
    setTimeout(
      () => {
        if (this.held() === held) {
          this.held.set(null);
        }
      },
      Date.parse(held.expires_at) - Date.now(),
    );
    return held;
  }

  /** The server releases an older hold by itself; a failed release only costs minutes. */
  async release(): Promise<void> {
    const held = this.held();
    this.held.set(null);
    if (held && Date.parse(held.expires_at) > Date.now()) {
      try {
        await this.api.invoke(slotsHoldDestroy, { id: String(held.slot) });
      } catch {
        return;
      }
    }
  }

  /** The hold has become an appointment, or time is up. */
  forget(): void {
    this.held.set(null);
  }
}
