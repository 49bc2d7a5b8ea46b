import { HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { Session } from '../core/auth/session';

export interface HeldSlot {
  slot: number;
  expires_at: string;
}

/** The slot the server keeps for the signed-in patient while they fill the form. */
@Injectable({ providedIn: 'root' })
export class Hold {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly held = signal<HeldSlot | null>(null);

  readonly current = this.held.asReadonly();

  /** Patients hold; visitors do so once they have signed in. */
  get possible(): boolean {
    return this.session.role() === 'PATIENT' && this.session.approved();
  }

  isHeld(slot: number): boolean {
    const held = this.held();
    return held?.slot === slot && Date.parse(held.expires_at) > Date.now();
  }

  async take(slot: number): Promise<HeldSlot> {
    const held = await firstValueFrom(this.http.post<HeldSlot>(`/api/slots/${slot}/hold/`, {}));
    this.held.set(held);
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
        await firstValueFrom(this.http.delete(`/api/slots/${held.slot}/hold/`));
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
