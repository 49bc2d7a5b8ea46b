import { inject, Injectable, signal } from '@angular/core';
import { NavigationError, Router } from '@angular/router';

/**
 * After a new version was installed, an open tab may ask for a lazy chunk that is gone.
 * The shell then offers a reload instead of a dead click.
 */
@Injectable({ providedIn: 'root' })
export class ChunkReload {
  readonly needed = signal(false);
  private target = '';

  constructor() {
    inject(Router).events.subscribe((event) => {
      if (event instanceof NavigationError && isChunkError(event.error)) {
        this.target = event.url;
        this.needed.set(true);
      }
    });
  }

  reload(): void {
    location.assign(this.target || location.href);
  }
}

export function isChunkError(error: unknown): boolean {
  const message = error instanceof Error ? error.message : String(error);
  return /dynamically imported module|importing a module script|ChunkLoadError/i.test(message);
}
