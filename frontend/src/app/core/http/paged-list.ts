import { HttpClient } from '@angular/common/http';
import { computed, effect, inject, type Signal, signal, untracked } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { compact, nextCursor } from './list-params';

export interface ListRequest {
  url: string;
  params?: Record<string, string | number | boolean | null | undefined>;
}

/** A list of the API that is read on demand, one page after the other. */
export interface PagedList<T> {
  /** Undefined until the first answer. A new question keeps what is shown until it is answered. */
  readonly rows: Signal<readonly T[] | undefined>;
  readonly busy: Signal<boolean>;
  readonly error: Signal<unknown>;
  /** There is a page after the last one shown. */
  readonly more: Signal<boolean>;
  loadMore(): Promise<void>;
  /** Reads the list again from its beginning. */
  reload(): Promise<void>;
}

/**
 * Follows `request` (in an injection context): another question starts the list again, none
 * empties it. An answer that comes after a newer question is dropped.
 */
export function pagedList<T>(request: () => ListRequest | undefined): PagedList<T> {
  const http = inject(HttpClient);
  const rows = signal<readonly T[] | undefined>(undefined);
  const busy = signal(false);
  const error = signal<unknown>(null);
  const next = signal<string | null>(null);
  let asked: ListRequest | undefined;
  let attempt = 0;

  async function read(cursor: string | null): Promise<void> {
    const mine = ++attempt;
    error.set(null);
    if (!asked) {
      return;
    }
    busy.set(true);
    try {
      const answer = await firstValueFrom(
        http.get<T[]>(asked.url, {
          params: compact({ ...asked.params, cursor }),
          observe: 'response',
        }),
      );
      if (mine === attempt) {
        const found = answer.body ?? [];
        rows.update((known) => (cursor ? [...(known ?? []), ...found] : found));
        next.set(nextCursor(answer.headers.get('Link')));
      }
    } catch (failure) {
      if (mine === attempt) {
        error.set(failure);
      }
    } finally {
      if (mine === attempt) {
        busy.set(false);
      }
    }
  }

  effect(() => {
    asked = request();
    untracked(() => {
      if (!asked) {
        rows.set(undefined);
        busy.set(false);
      }
      next.set(null);
      void read(null);
    });
  });

  return {
    rows: rows.asReadonly(),
    busy: busy.asReadonly(),
    error: error.asReadonly(),
    more: computed(() => next() !== null),
    loadMore: async () => {
      const cursor = next();
      if (cursor && !busy()) {
        await read(cursor);
      }
    },
    reload: () => read(null),
  };
}
