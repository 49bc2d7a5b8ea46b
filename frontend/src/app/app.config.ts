import { provideHttpClient, withInterceptors } from '@angular/common/http';
import {
  type ApplicationConfig,
  inject,
  isDevMode,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
} from '@angular/core';
import {
  provideRouter,
  TitleStrategy,
  withComponentInputBinding,
  withInMemoryScrolling,
  withRouterConfig,
} from '@angular/router';
import { provideTransloco } from '@jsverse/transloco';
import { routes } from './app.routes';
import { authInterceptor } from './core/auth/auth-interceptor';
import { Session } from './core/auth/session';
import { PageLoad } from './core/errors/page-load';
import { languageInterceptor } from './core/http/language-interceptor';
import { I18n, TranslationLoader } from './core/i18n/i18n';
import { TranslatedTitle } from './core/i18n/translated-title';
import { Theme } from './core/layout/theme';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled', anchorScrolling: 'enabled' }),
      withRouterConfig({ onSameUrlNavigation: 'reload' }),
    ),
    provideHttpClient(withInterceptors([languageInterceptor, authInterceptor])),
    provideTransloco({
      config: {
        availableLangs: ['fr', 'en'],
        defaultLang: 'fr',
        reRenderOnLangChange: true,
        prodMode: !isDevMode(),
      },
      loader: TranslationLoader,
    }),
    { provide: TitleStrategy, useExisting: TranslatedTitle },
    provideAppInitializer(() => {
      inject(Theme);
      inject(PageLoad);
      // The session is known before the first route is matched, so guards decide once.
      return Promise.all([inject(I18n).start(), inject(Session).restore()]);
    }),
  ],
};
