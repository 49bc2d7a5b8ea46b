import { HttpErrorResponse, provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { AppointmentsApi } from '../../booking/appointments-api';
import { Hold } from '../../booking/hold';
import type { Appointment, HeldSlot } from '../../core/models';
import { frenchTexts, settled } from '../../../testing';
import { type Choice, ConfirmStore } from './confirm-store';

const choice: Choice = {
  doctor: 1,
  slot: 10,
  start: '2030-01-07T09:00:00Z',
  mode: 'presentiel',
  patient: null,
};
const body = { motif: '', message_patient: '', consultation_mode: 'presentiel' } as const;
const held: HeldSlot = { slot: 10, expires_at: '2030-01-07T08:00:00Z' };
const taken = (details = {}) =>
  new HttpErrorResponse({ status: 409, error: { code: 'slot_taken', details } });
const broken = new HttpErrorResponse({ status: 500 });
const other = (id: number, start: string, mode = 'both') => ({ id, start, mode });

describe('ConfirmStore', () => {
  let server: HttpTestingController;
  let store: ConfirmStore;
  const current = signal<HeldSlot | null>(null);
  let take: (slot: number, patient: number | null) => Promise<HeldSlot>;
  let book: (body: object) => Promise<Appointment>;
  let booked: object[];
  let forgotten: number;
  let possible: boolean;

  beforeEach(async () => {
    current.set(null);
    possible = true;
    forgotten = 0;
    booked = [];
    take = async () => held;
    book = async () => ({ id: 5 }) as Appointment;
    const hold = {
      current,
      get possible() {
        return possible;
      },
      isHeld: (slot: number) => current()?.slot === slot,
      take: (slot: number, patient: number | null) => take(slot, patient),
      forget: () => (forgotten += 1),
    };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        frenchTexts,
        { provide: Hold, useValue: hold },
        {
          provide: AppointmentsApi,
          useValue: {
            book: (sent: object) => {
              booked.push(sent);
              return book(sent);
            },
          },
        },
        ConfirmStore,
      ],
    });
    server = TestBed.inject(HttpTestingController);
    store = TestBed.inject(ConfirmStore);
    await settled();
  });

  afterEach(() => server.verify());

  it('holds the slot until the server’s deadline', async () => {
    const holding = store.holdSlot(choice);
    expect(store.state()).toBe('holding');
    await holding;

    expect(store.state()).toBe('held');
    expect(store.expiresAt()).toBe(held.expires_at);
  });

  it('goes on with a hold that is there already, and holds nothing for visitors', async () => {
    take = () => Promise.reject(new Error('asked'));
    current.set(held);
    await store.holdSlot(choice);
    expect(store.state()).toBe('held');

    store.reset();
    possible = false;
    await store.holdSlot(choice);
    expect(store.state()).toBe('free');
  });

  it('loses the slot to somebody else and offers what the server offers', async () => {
    take = () => Promise.reject(taken({ alternatives: [other(11, '2030-01-07T09:30:00Z')] }));
    await store.holdSlot(choice);

    expect(store.state()).toBe('lost');
    expect(store.alternatives().map(({ id }) => id)).toEqual([11]);
    expect(store.error()).toBe('');
  });

  it('looks for the nearest that fit where the server offers none', async () => {
    take = () => Promise.reject(taken());
    const holding = store.holdSlot(choice);
    await settled();
    server
      .expectOne(({ url }) => url === '/api/directory/doctors/1/slots/')
      .flush([
        other(12, '2030-01-09T09:00:00Z'),
        other(13, '2030-01-07T09:30:00Z'),
        other(14, '2030-01-07T09:15:00Z', 'distanciel'),
      ]);
    await holding;

    expect(store.alternatives().map(({ id }) => id)).toEqual([13, 12]);
  });

  it('tells another failure, frees the page and forgets it with the next try', async () => {
    take = () => Promise.reject(broken);
    await store.holdSlot(choice);
    expect(store.state()).toBe('free');
    expect(store.error()).toContain('Le serveur a rencontré un problème');

    take = async () => held;
    await store.holdSlot(choice);
    expect(store.error()).toBe('');
    expect(store.state()).toBe('held');
  });

  it('books for oneself or for somebody, and lets the hold go', async () => {
    expect(await store.book(choice, body)).toEqual({ id: 5 });
    await store.book({ ...choice, patient: 8 }, body);

    expect(booked).toEqual([
      { slot: 10, ...body },
      { slot: 10, patient: 8, ...body },
    ]);
    expect(forgotten).toBe(2);
  });

  it('keeps the hold where the booking fails, and shows why', async () => {
    await store.holdSlot(choice);
    book = () => Promise.reject(broken);
    expect(await store.book(choice, body)).toBeNull();
    expect(store.state()).toBe('held');
    expect(store.error()).not.toBe('');
    expect(forgotten).toBe(0);

    book = async () => ({ id: 5 }) as Appointment;
    await store.book(choice, body);
    expect(store.error()).toBe('');
  });

  it('is lost when the booking comes too late', async () => {
    book = () => Promise.reject(taken({ alternatives: [other(11, '2030-01-07T09:30:00Z')] }));
    await store.holdSlot(choice);
    await store.book(choice, body);

    expect(store.state()).toBe('lost');
  });

  it('expires only while it is held, and begins again with another slot', async () => {
    store.expire();
    expect(store.state()).toBe('free');
    await store.holdSlot(choice);
    store.expire();
    expect(store.state()).toBe('expired');

    take = () => Promise.reject(taken({ alternatives: [other(11, '2030-01-07T09:30:00Z')] }));
    await store.holdSlot(choice);
    store.reset();
    expect([store.state(), store.alternatives(), store.error()]).toEqual(['free', [], '']);
  });
});
