import { httpResource } from '@angular/common/http';
import type { ElementRef } from '@angular/core';
import { Component, effect, inject, input, signal, viewChild } from '@angular/core';
import { Api } from '../api/api';
import { usersMePictureDestroy } from '../api/fn/users/users-me-picture-destroy';
import { usersMePictureUpdate } from '../api/fn/users/users-me-picture-update';
import { Session } from '../core/auth/session';
import { toProblem } from '../core/errors/problem';
import { injectProblemText } from '../core/errors/problem-text';
import { injectT } from '../core/i18n/i18n';
import { Avatar } from './avatar';
import { FormError } from './form-error';
import { Icon } from './icon';
import { Toasts } from './toasts';

/** One's own picture: choose, see it, keep it or not; remove it. */
@Component({
  selector: 'app-picture-card',
  imports: [Avatar, FormError, Icon],
  template: `
    <section class="card" aria-labelledby="picture-heading">
      <app-avatar [name]="session.user()?.display_name ?? ''" [picture]="shown()" [size]="96" />
      <div class="stack">
        <div>
          <h2 id="picture-heading">{{ t('account.picture') }}</h2>
          <p class="muted small" role="status">
            {{ chosen() ? t('account.pictureCheck') : hint() }}
          </p>
        </div>
        <app-form-error [text]="error()" />
        <input
          #file
          class="sr-only"
          type="file"
          tabindex="-1"
          accept="image/jpeg,image/png,image/webp"
          [attr.aria-label]="t('account.pictureChoose')"
          (change)="choose($any($event.target).files)"
        />
        <div class="row">
          @if (chosen(); as picture) {
            <button
              type="button"
              class="btn btn-primary"
              [attr.aria-busy]="busy()"
              (click)="upload(picture)"
            >
              {{ t('account.pictureKeep') }}
            </button>
            <button type="button" class="btn" (click)="chosen.set(null)">
              {{ t('common.back') }}
            </button>
          } @else {
            <button type="button" class="btn btn-outlined" (click)="file.click()">
              <app-icon name="upload" /> {{ t('account.pictureChoose') }}
            </button>
            @if (session.user()?.picture) {
              <button
                type="button"
                class="btn btn-danger"
                [attr.aria-busy]="busy()"
                (click)="remove()"
              >
                {{ t('account.pictureRemove') }}
              </button>
            }
          }
        </div>
      </div>
    </section>
  `,
  styles: `
    section {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-5);
    }
    .stack {
      flex: 1 1 260px;
    }
  `,
})
export class PictureCard {
  /** What it is good for, and who sees it. */
  readonly hint = input.required<string>();

  protected readonly session = inject(Session);
  protected readonly t = injectT();
  private readonly api = inject(Api);
  private readonly toasts = inject(Toasts);
  private readonly problemText = injectProblemText();
  private readonly file = viewChild.required<ElementRef<HTMLInputElement>>('file');

  protected readonly chosen = signal<File | null>(null);
  protected readonly busy = signal(false);
  protected readonly error = signal('');
  /** The own picture needs the token, so it is fetched and shown from memory. */
  private readonly stored = httpResource.blob(() => this.session.user()?.picture ?? undefined);
  protected readonly shown = signal<string | null>(null);

  constructor() {
    effect((onCleanup) => {
      const source = this.chosen() ?? (this.stored.hasValue() ? this.stored.value() : null);
      const url = source ? URL.createObjectURL(source) : null;
      this.shown.set(url);
      onCleanup(() => url && URL.revokeObjectURL(url));
    });
  }

  protected choose(files: FileList | null): void {
    this.error.set('');
    this.chosen.set(files?.[0] ?? null);
    this.file().nativeElement.value = '';
  }

  protected async upload(file: File): Promise<void> {
    await this.run(async () => {
      this.session.update(await this.api.invoke(usersMePictureUpdate, { body: { file } }));
      this.chosen.set(null);
      this.toasts.show(this.t('account.pictureSaved'));
    });
  }

  protected async remove(): Promise<void> {
    await this.run(async () => {
      await this.api.invoke(usersMePictureDestroy);
      await this.session.loadUser();
      this.toasts.show(this.t('account.pictureRemoved'));
    });
  }

  private async run(action: () => Promise<void>): Promise<void> {
    if (this.busy()) {
      return;
    }
    this.busy.set(true);
    this.error.set('');
    try {
      await action();
    } catch (failure) {
      const { status } = toProblem(failure);
      const own: Record<number, string> = {
        413: this.t('account.pictureTooLarge'),
        415: this.t('account.pictureWrongType'),
      };
      this.error.set(own[status] ?? this.problemText(failure));
    } finally {
      this.busy.set(false);
    }
  }
}
