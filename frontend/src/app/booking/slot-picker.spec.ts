import { HttpErrorResponse, provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import type { DirectorySlot, HeldSlot } from '../core/models';
import { FakeLive, frenchTexts, provideFakeLive, settled } from '../../testing';
import { Hold } from './hold';
import { SlotPicker } from './slot-picker';

const NOW = new Date('2026-11-23T06:00:00Z');
const slot = (id: number, start: string, mode: DirectorySlot['mode'] = 'both') => ({
  id,
  mode,
  start,
  end: start,
  remaining: 1,
});
const nine = slot(10, '2026-11-24T08:00:00Z');
const ten = slot(11, '2026-11-24T09:00:00Z');
const video = slot(12, '2026-11-24T10:00:00Z', 'distanciel');
const free = { remaining: 1, is_open: true };
const gone = { remaining: 0, is_open: true };

describe('SlotPicker', () => {
  let server: HttpTestingController;
  let live: FakeLive;
  let fixture: ComponentFixture<SlotPicker>;
  let picked: number[];
  let taken: number[];
  let possible: boolean;
  let released: number;
  let take: (slot: number) => Promise<void>;
  const current = signal<HeldSlot | null>(null);

  beforeEach(async () => {
    vi.useFakeTimers({ now: NOW, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    live = new FakeLive();
    picked = [];
    taken = [];
    released = 0;
    possible = true;
    take = () => Promise.resolve();
    current.set(null);
    const hold = {
      current,
      get possible() {
        return possible;
      },
      isHeld: (id: number) => current()?.slot === id,
      take: (id: number) => {
        taken.push(id);
        return take(id);
      },
      release: () => {
        released += 1;
        return Promise.resolve();
      },
    };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        frenchTexts,
        provideFakeLive(live),
        { provide: Hold, useValue: hold },
      ],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(SlotPicker);
    fixture.componentRef.setInput('doctor', 1);
    fixture.componentRef.setInput('modes', ['presentiel', 'distanciel']);
    fixture.componentInstance.pick.subscribe(({ id }) => picked.push(id));
    await settled(fixture);
    await answer([nine, ten, video]);
  });

  afterEach(() => vi.useRealTimers());

  const page = () => fixture.nativeElement as HTMLElement;
  const buttons = (kind = '') =>
    [...page().querySelectorAll<HTMLElement>(`app-slot-grid button${kind}`)].map((one) =>
      Number(one.dataset['slot']),
    );
  const asked = (...parts: string[]) =>
    server.match(
      ({ urlWithParams: url }) =>
        url.startsWith('/api/directory/doctors/') && parts.every((part) => url.includes(part)),
    );

  /** The days on screen; nothing lies beyond them. */
  async function answer(slots: unknown[]): Promise<void> {
    asked('start=2026-11-23').forEach((one) => one.cancelled || one.flush(slots));
    await settled(fixture);
    asked().forEach((one) => one.cancelled || one.flush([]));
    await settled(fixture);
  }

  async function click(id: number): Promise<void> {
    page().querySelector<HTMLElement>(`[data-slot="${id}"]`)?.click();
    await settled(fixture);
  }

  it('shows the free slots of the mode that is chosen', async () => {
    expect(buttons()).toEqual([10, 11]);
    page().querySelectorAll<HTMLElement>('.segmented button')[1]?.click();
    await settled(fixture);
    expect(asked('mode=presentiel')).toEqual([]);
    asked('start=2026-11-23', 'mode=distanciel').forEach((one) => one.flush([nine, video]));
    await settled(fixture);

    expect(buttons()).toEqual([10, 12]);
  });

  it('holds what is picked before it says so; visitors pick at once', async () => {
    await click(10);
    expect([taken, picked]).toEqual([[10], [10]]);
    possible = false;
    await click(11);
    expect([taken, picked]).toEqual([[10], [10, 11]]);
  });

  it('drops the pick before as soon as another begins', async () => {
    const told: string[] = [];
    fixture.componentInstance.picking.subscribe(() => told.push('picking'));
    fixture.componentInstance.pick.subscribe(({ id }) => told.push(`picked ${id}`));
    let answered: () => void = () => undefined;
    take = () => new Promise((resolve) => (answered = resolve));
    await click(10);
    expect(told).toEqual(['picking']);
    answered();
    await settled(fixture);

    expect(told).toEqual(['picking', 'picked 10']);
  });

  it('gives back a slot that is held after one has left', async () => {
    let answered: () => void = () => undefined;
    take = () => new Promise((resolve) => (answered = resolve));
    await click(10);
    fixture.destroy();
    answered();
    await Promise.resolve();
    await Promise.resolve();

    expect([picked, released]).toEqual([[], 1]);
  });

  it('does not hold again what is held', async () => {
    current.set({ slot: 10, expires_at: '2026-11-23T06:10:00Z' });
    await settled(fixture);
    expect(buttons('.mine')).toEqual([10]);
    await click(10);

    expect([taken, picked]).toEqual([[], [10]]);
  });

  it('strikes out what somebody else got first, and leads to the nearest', async () => {
    take = () =>
      Promise.reject(new HttpErrorResponse({ status: 409, error: { code: 'slot_taken' } }));
    await click(10);

    expect(picked).toEqual([]);
    expect(buttons('.taken')).toEqual([10]);
    expect(page().querySelector('.banner-warn')?.textContent).toContain('Le plus proche');
    expect(document.activeElement?.getAttribute('data-slot')).toBe('11');
    await vi.advanceTimersByTimeAsync(6000);
    await settled(fixture);
    expect(buttons()).toEqual([11]);
  });

  it('tells another failure, keeps the slot and forgets the failure with the next pick', async () => {
    take = () => Promise.reject(new HttpErrorResponse({ status: 500 }));
    await click(10);
    expect(page().querySelector('.banner-error')).not.toBeNull();
    expect(buttons()).toEqual([10, 11]);

    take = () => Promise.resolve();
    await click(10);
    expect(page().querySelector('.banner-error')).toBeNull();
    expect(picked).toEqual([10]);
  });

  it('strikes out a slot that is taken elsewhere, of this doctor only, and never one’s own', async () => {
    live.slot({ doctor: 2, id: 10, start: nine.start, ...gone });
    await settled(fixture);
    expect(buttons('.taken')).toEqual([]);

    current.set({ slot: 11, expires_at: '2026-11-23T06:10:00Z' });
    live.slot({ doctor: 1, id: 11, start: ten.start, ...gone });
    live.slot({ doctor: 1, id: 10, start: nine.start, ...gone });
    await settled(fixture);
    expect(buttons('.taken')).toEqual([10]);
    expect(buttons('.mine')).toEqual([11]);
    await vi.advanceTimersByTimeAsync(6000);
    await settled(fixture);
    expect(buttons()).toEqual([11]);
  });

  it('asks again when a slot comes back, when hours change and after a lost connection', async () => {
    live.slot({ doctor: 1, id: 20, start: '2026-11-25T09:00:00Z', ...free });
    await settled(fixture);
    await answer([nine, slot(20, '2026-11-25T09:00:00Z')]);
    expect(buttons()).toEqual([10, 20]);

    live.calendar(2);
    await settled(fixture);
    expect(asked()).toEqual([]);
    live.calendar(1);
    await settled(fixture);
    await answer([ten]);
    expect(buttons()).toEqual([11]);

    live.resync();
    await settled(fixture);
    await answer([nine]);
    expect(buttons()).toEqual([10]);
  });

  it('follows another doctor, and drops the late answer about the first', async () => {
    live.calendar(1);
    await settled(fixture);
    const [late] = asked('/1/slots/');
    fixture.componentRef.setInput('doctor', 2);
    await settled(fixture);
    expect(late?.cancelled).toBe(true);
    asked('/2/slots/', 'start=2026-11-23').forEach((one) => one.flush([ten]));
    await settled(fixture);

    expect(buttons()).toEqual([11]);
    expect(live.watched).toEqual([2]);
  });

  it('ends where nothing can be booked any more', async () => {
    const next = () => page().querySelector<HTMLElement>('.pager button:last-child');
    expect(next()?.getAttribute('aria-disabled')).toBe('true');
    const range = page().querySelector('.range')?.textContent;
    next()?.click();
    await settled(fixture);

    expect(page().querySelector('.range')?.textContent).toBe(range);
  });
});
