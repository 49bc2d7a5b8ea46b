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
  return injectCarried('uid', 'token');
}

/** The same for a link that names nobody (`#token=…`). */
export function injectMailedToken(): Signal<{ readonly token: string } | null> {
  return injectCarried('token');
}

function injectCarried<K extends string>(...names: K[]): Signal<Record<K, string> | null> {
  const location = inject(Location);
  const proof = signal<Record<K, string> | null>(null);
  inject(ActivatedRoute)
    .fragment.pipe(takeUntilDestroyed())
    .subscribe((fragment) => {
      const carried = new URLSearchParams(fragment ?? '');
      const values = names.map((name) => [name, carried.get(name) ?? ''] as const);
      if (values.every(([, value]) => value !== '')) {
        proof.set(Object.fromEntries(values) as Record<K, string>);
        location.replaceState(location.path());
      }
    });
  return proof.asReadonly();
}
