import { HttpBackend, HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import type { ResolveFn } from '@angular/router';
import { type Translation, type TranslocoLoader, TranslocoService } from '@jsverse/transloco';
import { firstValueFrom, forkJoin, type Observable } from 'rxjs';

export type Language = 'fr' | 'en';
export type Params = Record<string, string | number>;
export type Translate = (key: string, params?: Params) => string;

const STORED = 'creneau.language';

/** Translation files are static: they bypass the interceptors that talk to the API. */
@Injectable({ providedIn: 'root' })
export class TranslationLoader implements TranslocoLoader {
  private readonly http = new HttpClient(inject(HttpBackend));

  getTranslation(path: string): Observable<Translation> {
    return this.http.get<Translation>(`/i18n/${path}.json`);
  }
}

/**
 * Signals over transloco. `t()` reads a signal, so templates and computed values that call it
 * are refreshed when the language changes or a feature's texts arrive.
 */
@Injectable({ providedIn: 'root' })
export class I18n {
  private readonly transloco = inject(TranslocoService);
  private readonly current = signal<Language>(preferredLanguage());
  private readonly revision = signal(0);
  private readonly scopes = new Set<string>();

  readonly language = this.current.asReadonly();

  async start(): Promise<void> {
    await this.setLanguage(this.current());
  }

  async setLanguage(language: Language): Promise<void> {
    const paths = [language, ...[...this.scopes].map((scope) => `${scope}/${language}`)];
    await firstValueFrom(forkJoin(paths.map((path) => this.transloco.load(path))));
    this.transloco.setActiveLang(language);
    this.current.set(language);
    this.revision.update((value) => value + 1);
    document.documentElement.lang = language;
    store(language);
  }

  /** Loads the texts of a feature, `public/i18n/<scope>/<language>.json`, once. */
  async load(scope: string): Promise<void> {
    if (!this.scopes.has(scope)) {
      await firstValueFrom(this.transloco.load(`${scope}/${this.current()}`));
      // Only now: texts that did not arrive are asked for again.
      this.scopes.add(scope);
      this.revision.update((value) => value + 1);
    }
  }

  readonly t: Translate = (key, params) => {
    this.revision();
    return this.transloco.translate(key, params, this.current());
  };

  /** `key` holds one text per plural form: `one`, `other`. */
  plural(key: string, count: number): string {
    const form = new Intl.PluralRules(this.current()).select(count);
    return this.t(this.has(`${key}.${form}`) ? `${key}.${form}` : `${key}.other`, { count });
  }

  has(key: string): boolean {
    this.revision();
    return typeof this.transloco.getTranslation(this.current())[key] === 'string';
  }
}

export function injectT(): Translate {
  return inject(I18n).t;
}

/** Route resolver: the texts of a feature are there before its pages are shown. */
export function texts(...scopes: string[]): ResolveFn<boolean> {
  return async () => {
    const i18n = inject(I18n);
    await Promise.all(scopes.map((scope) => i18n.load(scope)));
    return true;
  };
}

function preferredLanguage(): Language {
  const stored = read();
  if (stored === 'fr' || stored === 'en') {
    return stored;
  }
  const first = navigator.languages.find((tag) => /^(fr|en)\b/i.test(tag));
  return first?.toLowerCase().startsWith('en') ? 'en' : 'fr';
}

// Storage can be refused by the browser's privacy settings: the choice then lasts one appointment.
function read(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function store(language: Language): void {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    return;
  }
}
