import { effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';
import { I18n } from './i18n';

/** Route titles are translation keys; a page may name its subject instead with `set()`. */
@Injectable({ providedIn: 'root' })
export class TranslatedTitle extends TitleStrategy {
  private readonly i18n = inject(I18n);
  private readonly title = inject(Title);
  private readonly key = signal('');
  private readonly subject = signal('');

  constructor() {
    super();
    effect(() => {
      const text = this.subject() || (this.key() && this.i18n.t(this.key()));
      this.title.setTitle(text ? `${text} · Créneau` : 'Créneau');
    });
  }

  override updateTitle(state: RouterStateSnapshot): void {
    this.subject.set('');
    this.key.set(this.buildTitle(state) ?? '');
  }

  set(subject: string): void {
    this.subject.set(subject);
  }
}
