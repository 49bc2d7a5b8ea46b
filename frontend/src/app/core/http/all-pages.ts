import type { HttpClient } from '@angular/common/http';
import { EMPTY, expand, map, type Observable, reduce, take } from 'rxjs';
import { nextCursor } from './list-params';

const PAGE = 500;

export interface AllPages<T> {
  items: T[];
  /** There was more than `most` pages hold. */
  cut: boolean;
}

/** A whole list: follows `Link: rel="next"` page by page, up to `most` pages of 500. */
export function allPages<T>(
  http: HttpClient,
  url: string,
  params: Record<string, string | number>,
  most = 6,
): Observable<AllPages<T>> {
  const page = (cursor: string | null) =>
    http
      .get<T[]>(url, {
        params: { ...params, limit: PAGE, ...(cursor ? { cursor } : {}) },
        observe: 'response',
      })
      .pipe(
        map(({ body, headers }) => ({ rows: body ?? [], next: nextCursor(headers.get('Link')) })),
      );
  return page(null).pipe(
    expand(({ next }) => (next ? page(next) : EMPTY)),
    take(most),
    reduce<{ rows: T[]; next: string | null }, AllPages<T>>(
      (all, { rows, next }) => ({ items: [...all.items, ...rows], cut: next !== null }),
      { items: [], cut: false },
    ),
  );
}
