import { Location } from '@angular/common';
import { inject, type Signal, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ActivatedRoute } from '@angular/router';

/** What a mailed link proves: whose account, and that the mailbox is theirs. */
export interface MailedProof {
  readonly uid: string;
  readonly token: string;
}

/**
 * The proof behind the `#` of a mailed link (`#uid=…&token=…`), where no server reads it. Once read
 * it is gone from the address bar, and with it from what is shared, bookmarked or looked over.
 */
export function injectMailedProof(): Signal<MailedProof | null> {
  const location = inject(Location);
  const proof = signal<MailedProof | null>(null);
  inject(ActivatedRoute)
    .fragment.pipe(takeUntilDestroyed())
    .subscribe((fragment) => {
      const carried = new URLSearchParams(fragment ?? '');
      const [uid, token] = [carried.get('uid'), carried.get('token')];
      if (uid && token) {
        proof.set({ uid, token });
        location.replaceState(location.path());
      }
    });
  return proof.asReadonly();
}
