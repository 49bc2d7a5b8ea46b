import type { HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { I18n } from '../i18n/i18n';

/** The server writes its sentences and names in the language of the page. */
export const languageInterceptor: HttpInterceptorFn = (request, next) =>
  next(
    request.url.startsWith('/api/')
      ? request.clone({ setHeaders: { 'Accept-Language': inject(I18n).language() } })
      : request,
  );
