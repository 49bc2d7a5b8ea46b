import { Injectable } from '@angular/core';

export type SessionMessage = 'signed-in' | 'signed-out';

/** Tells the other tabs of this browser about sign-in and sign-out. */
@Injectable({ providedIn: 'root' })
export class SessionChannel {
  private readonly channel =
    typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('creneau-session');

  listen(handler: (message: SessionMessage) => void): void {
    this.channel?.addEventListener('message', (event: MessageEvent<SessionMessage>) =>
      handler(event.data),
    );
  }

  tell(message: SessionMessage): void {
    this.channel?.postMessage(message);
  }
}
