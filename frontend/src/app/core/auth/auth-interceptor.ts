import { HttpErrorResponse, type HttpInterceptorFn, type HttpRequest } from '@angular/common/http';
import { inject } from '@angular/core';
import { catchError, from, switchMap, throwError } from 'rxjs';
import { Session } from './session';
import { COOKIE_SESSION, SKIP_AUTH } from './request-flags';

/** Sends the access token with API requests; on 401 renews it and replays the request once. */
export const authInterceptor: HttpInterceptorFn = (original, next) => {
  const request = original.context.get(COOKIE_SESSION)
    ? original.clone({ setHeaders: { 'X-Session': 'cookie' } })
    : original;
  if (!request.url.startsWith('/api/') || request.context.get(SKIP_AUTH)) {
    return next(request);
  }
  const session = inject(Session);
  return from(session.freshToken()).pipe(
    switchMap((token) =>
      next(token ? withToken(request, token) : request).pipe(
        catchError((error: unknown) => {
          const expired = error instanceof HttpErrorResponse && error.status === 401 && token;
          if (!expired) {
            return throwError(() => error);
          }
          return from(session.refresh()).pipe(
            switchMap((renewed) => {
              const fresh = session.token();
              return renewed && fresh ? next(withToken(request, fresh)) : throwError(() => error);
            }),
          );
        }),
      ),
    ),
  );
};

function withToken(request: HttpRequest<unknown>, token: string): HttpRequest<unknown> {
  return request.clone({ setHeaders: { Authorization: `Bearer ${token}` } });
}
