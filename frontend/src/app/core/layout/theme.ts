import { Injectable, signal } from '@angular/core';

export type ThemeChoice = 'system' | 'light' | 'dark';

const STORED = 'creneau.theme';

/** Light, dark, or as the system says. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly current = signal<ThemeChoice>(read());

  readonly choice = this.current.asReadonly();

  constructor() {
    this.apply(this.current());
  }

  choose(choice: ThemeChoice): void {
    this.current.set(choice);
    this.apply(choice);
    try {
      localStorage.setItem(STORED, choice);
    } catch {
      return;
    }
  }

  private apply(choice: ThemeChoice): void {
    if (choice === 'system') {
      delete document.documentElement.dataset['theme'];
    } else {
      document.documentElement.dataset['theme'] = choice;
    }
  }
}

function read(): ThemeChoice {
  try {
    const stored = localStorage.getItem(STORED);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}
