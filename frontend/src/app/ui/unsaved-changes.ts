import { DestroyRef, inject, Injector } from '@angular/core';
import type { CanDeactivateFn } from '@angular/router';
import { I18n } from '../core/i18n/i18n';

/** A page with a form; the route names `unsavedChangesGuard` in `canDeactivate`. */
export interface HasUnsavedChanges {
  hasUnsavedChanges(): boolean;
}

/** Asks before leaving a page whose form was changed but not saved. */
export const unsavedChangesGuard: CanDeactivateFn<HasUnsavedChanges> = async (page) => {
  if (!page.hasUnsavedChanges()) {
    return true;
  }
  const injector = inject(Injector);
  const i18n = inject(I18n);
  // Routes are part of the first page load; the dialog need not be.
  const { Confirm } = await import('./confirm-dialog');
  const answer = await injector.get(Confirm).ask({
    heading: i18n.t('unsaved.heading'),
    text: i18n.t('unsaved.text'),
    confirm: i18n.t('unsaved.leave'),
    dismiss: i18n.t('unsaved.stay'),
    danger: true,
  });
  return answer !== null;
};

/** The same for closing or reloading the tab, where only the browser's own question is possible. */
export function warnBeforeUnload(hasUnsavedChanges: () => boolean): void {
  const ask = (event: BeforeUnloadEvent) => {
    if (hasUnsavedChanges()) {
      event.preventDefault();
    }
  };
  addEventListener('beforeunload', ask);
  inject(DestroyRef).onDestroy(() => removeEventListener('beforeunload', ask));
}
