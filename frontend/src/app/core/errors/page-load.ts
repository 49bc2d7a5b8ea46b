import { inject, Injectable, signal } from '@angular/core';
import { NavigationEnd, NavigationError, Router } from '@angular/router';

/** Why a page did not open; the shell has a sentence for each. */
export type LoadFailure = 'newVersion' | 'unreachable' | 'pageFailed';

const PATIENCE_MS = 5000;

/**
 * A page's code or texts may not arrive: the connection is gone, or an open tab asks for a chunk
 * that an update has replaced. The shell then says which, instead of a dead click.
 */
@Injectable({ providedIn: 'root' })
export class PageLoad {
  private readonly found = signal<LoadFailure | null>(null);
  private readonly asking = signal(false);
  private target = '';

  readonly failure = this.found.asReadonly();
  readonly busy = this.asking.asReadonly();

  constructor() {
    inject(Router).events.subscribe((event) => {
      if (event instanceof NavigationError) {
        this.target = event.url;
        void this.explain(event.error);
      } else if (event instanceof NavigationEnd) {
        this.target = '';
        this.found.set(null);
      }
    });
  }

  /**
   * Opens the page afresh, as browsers may remember that a module failed. Not while the server
   * is away: the tab would be left with the browser's own error page.
   */
  async retry(): Promise<void> {
    if (await this.serverAnswers()) {
      location.assign(this.target || location.href);
    } else {
      this.found.set('unreachable');
    }
  }

  private async explain(error: unknown): Promise<void> {
    const failed = this.target;
    const answers = await this.serverAnswers();
    if (failed === this.target) {
      this.found.set(answers ? (isChunkError(error) ? 'newVersion' : 'pageFailed') : 'unreachable');
    }
  }

  private async serverAnswers(): Promise<boolean> {
    this.asking.set(true);
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      return (await fetch('/health/live', { cache: 'no-store', signal })).ok;
    } catch {
      return false;
    } finally {
      this.asking.set(false);
    }
  }
}

/** The sentences of Chromium, Firefox and Safari for a module that did not arrive. */
export function isChunkError(error: unknown): boolean {
  const message = error instanceof Error ? error.message : String(error);
  return /dynamically imported module|importing a module script|ChunkLoadError/i.test(message);
}
