import account from '../public/i18n/account/fr.json';
import admin from '../public/i18n/admin/fr.json';
import booking from '../public/i18n/booking/fr.json';
import doctor from '../public/i18n/doctor/fr.json';
import french from '../public/i18n/fr.json';
import patient from '../public/i18n/patient/fr.json';
import open from '../public/i18n/public/fr.json';
import { HttpTestingController } from '@angular/common/http/testing';
import { type Provider, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { I18n, type Params } from './app/core/i18n/i18n';
import { type AppointmentFrame, Live, type SlotFrame } from './app/core/realtime/live';

interface Texts {
  [key: string]: string | Texts;
}

const common: Texts = french;
const scopes: Record<string, Texts> = { account, admin, booking, doctor, patient, public: open };

function textOf(key: string): string | null {
  const [first = '', ...rest] = key.split('.');
  const found = scopes[first] ? walk(scopes[first], rest) : walk(common, [first, ...rest]);
  return typeof found === 'string' ? found : null;
}

function walk(texts: Texts, way: readonly string[]): string | Texts | undefined {
  return way.reduce<string | Texts | undefined>(
    (at, part) => (typeof at === 'object' ? at[part] : undefined),
    texts,
  );
}

const has = (key: string) => textOf(key) !== null;
const t = (key: string, params: Params = {}) =>
  (textOf(key) ?? key).replaceAll(/{{\s*(\w+)\s*}}/g, (_, name: string) => String(params[name]));

/** For specs of components: the real French texts, all of them, without loading. */
export const frenchTexts: Provider = {
  provide: I18n,
  useValue: {
    language: signal('fr').asReadonly(),
    t,
    has,
    plural: (key: string, count: number) =>
      t(has(`${key}.one`) && count < 2 ? `${key}.one` : `${key}.other`, { count }),
  },
};

/**
 * Once everything that was answered is on screen; what every page reads is answered here.
 * Not `whenStable()`: a spec may leave a question open.
 */
export async function settled(fixture?: ComponentFixture<unknown>): Promise<void> {
  const server = TestBed.inject(HttpTestingController);
  for (let turn = 0; turn < 3; turn++) {
    TestBed.tick();
    fixture?.detectChanges();
    server.match('/api/config/').forEach((one) => one.flush({ time_zone: 'Europe/Paris' }));
    if (vi.isFakeTimers()) {
      await vi.advanceTimersByTimeAsync(0);
    } else {
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}

// jsdom lays nothing out, so it has nothing to scroll to.
Element.prototype.scrollIntoView ??= () => undefined;

/** What arrives live, as a spec wants it to. */
export class FakeLive {
  /** The doctors that are followed at the moment. */
  readonly watched: number[] = [];
  private readonly listeners: Record<string, ((what: never) => void)[]> = {};

  readonly onSlot = this.listen<SlotFrame>('slot');
  readonly onCalendar = this.listen<number>('calendar');
  readonly onAppointment = this.listen<AppointmentFrame>('appointment');
  readonly onNotification = this.listen<undefined>('notification');
  readonly onResync = this.listen<undefined>('resync');
  readonly onSlotsResync = this.listen<undefined>('resync');

  watchDoctors(ids: readonly number[]): () => void {
    this.watched.push(...ids);
    return () => ids.forEach((id) => this.watched.splice(this.watched.indexOf(id), 1));
  }

  slot(frame: {
    doctor: number;
    id: number;
    start: string;
    remaining: number;
    is_open: boolean;
  }): void {
    this.tell('slot', { type: 'slot', end: frame.start, ...frame });
  }

  calendar(doctor: number): void {
    this.tell('calendar', doctor);
  }

  appointment(id: number): void {
    this.tell('appointment', { type: 'appointment', id, status: 'confirmed', version: 2 });
  }

  resync(): void {
    this.tell('resync', undefined);
  }

  private listen<T>(kind: string): (handler: (what: T) => void) => void {
    return (handler) => (this.listeners[kind] ??= []).push(handler);
  }

  private tell(kind: string, what: unknown): void {
    this.listeners[kind]?.forEach((handler) => handler(what as never));
  }
}

export function provideFakeLive(live: FakeLive): Provider {
  return { provide: Live, useValue: live };
}

/** The `Link` header of a page that is not the last one. */
export function nextPage(cursor: string): { headers: { Link: string } } {
  return { headers: { Link: `<http://host/?cursor=${cursor}>; rel="next"` } };
}
