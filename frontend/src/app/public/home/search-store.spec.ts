import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { toProblem } from '../../core/errors/problem';
import { FakeLive, frenchTexts, nextPage, provideFakeLive, settled } from '../../../testing';
import type { SearchFilters } from './search-filters';
import { SearchStore } from './search-store';

const lyon = { city: 'Lyon' } as SearchFilters;
const nantes = { city: 'Nantes' } as SearchFilters;
const start = '2026-11-25T09:00:00Z';
const slot = (id: number, doctor: number, mode = 'both') => ({
  id,
  doctor,
  mode,
  start,
  end: start,
  remaining: 1,
});

describe('SearchStore', () => {
  let server: HttpTestingController;
  let live: FakeLive;
  let store: SearchStore;

  beforeEach(async () => {
    live = new FakeLive();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        frenchTexts,
        provideFakeLive(live),
        SearchStore,
      ],
    });
    server = TestBed.inject(HttpTestingController);
    store = TestBed.inject(SearchStore);
    await settled();
  });

  afterEach(() => server.verify());

  const open = (...parts: string[]) =>
    server.expectOne(({ urlWithParams: url }) => parts.every((part) => url.includes(part)));
  const doctors = (...parts: string[]) => open('/api/directory/doctors/?', ...parts);
  const slots = (...parts: string[]) => open('/api/directory/slots/?', ...parts);
  const shown = () => store.results()?.map(({ doctor }) => doctor.id);
  const free = (doctor: number) =>
    store
      .results()
      ?.find((one) => one.doctor.id === doctor)
      ?.slots?.map(({ id }) => id);

  /** One doctor on screen, with two free slots. */
  async function oneCard(filters = lyon): Promise<void> {
    void store.search(filters);
    doctors('city=Lyon').flush([{ id: 1 }]);
    await settled();
    store.show(1);
    await settled();
    slots('doctors=1').flush([slot(10, 1), slot(11, 1)]);
    await settled();
  }

  it('shows who was found, and the free slots of the cards in view', async () => {
    await oneCard();

    expect(shown()).toEqual([1]);
    expect(free(1)).toEqual([10, 11]);
    expect(live.watched).toEqual([1]);
  });

  it('puts a second page behind the first', async () => {
    void store.search(lyon);
    doctors('city=Lyon').flush([{ id: 1 }, { id: 2 }], nextPage('x'));
    await settled();
    expect(store.hasMore()).toBe(true);
    void store.loadMore();
    void store.loadMore();
    doctors('cursor=x').flush([{ id: 3 }]);
    await settled();

    expect(shown()).toEqual([1, 2, 3]);
    expect(store.hasMore()).toBe(false);
    expect(live.watched).toEqual([1, 2, 3]);
  });

  it('drops the answer to an older search', async () => {
    void store.search(lyon);
    const old = doctors('city=Lyon');
    void store.search(nantes);
    doctors('city=Nantes').flush([{ id: 2 }]);
    await settled();
    old.flush([{ id: 1 }], nextPage('x'));
    await settled();

    expect(shown()).toEqual([2]);
    expect(store.hasMore()).toBe(false);
    expect(store.loading()).toBe(false);
  });

  it('drops the slots of an older search', async () => {
    void store.search(lyon);
    doctors('city=Lyon').flush([{ id: 1 }]);
    await settled();
    store.show(1);
    await settled();
    const old = slots('doctors=1');
    void store.search({ city: 'Lyon', mode: 'distanciel' } as SearchFilters);
    doctors('mode=distanciel').flush([{ id: 1 }]);
    await settled();
    slots('doctors=1', 'mode=distanciel').flush([slot(20, 1, 'distanciel')]);
    await settled();
    old.flush([slot(10, 1)]);
    await settled();

    expect(free(1)).toEqual([20]);
  });

  it('tells a failure, and forgets it with the next search', async () => {
    void store.search(lyon);
    doctors('city=Lyon').flush(null, { status: 500, statusText: 'Broken' });
    await settled();
    expect(toProblem(store.error()).code).toBe('server_error');
    expect(store.loading()).toBe(false);

    void store.search(lyon);
    expect(store.error()).toBeNull();
    doctors('city=Lyon').flush([]);
    await settled();
    expect(shown()).toEqual([]);
  });

  it('is content without slots where they do not arrive', async () => {
    void store.search(lyon);
    doctors('city=Lyon').flush([{ id: 1 }]);
    await settled();
    store.show(1);
    await settled();
    slots('doctors=1').flush(null, { status: 500, statusText: 'Broken' });
    await settled();

    expect(free(1)).toEqual([]);
    expect(store.error()).toBeNull();
  });

  it('takes away a slot that somebody took, and no other', async () => {
    await oneCard();
    live.slot({ doctor: 1, id: 10, start, remaining: 0, is_open: true });
    expect(free(1)).toEqual([11]);
    live.slot({ doctor: 1, id: 11, start, remaining: 1, is_open: false });
    expect(free(1)).toEqual([]);
    live.slot({ doctor: 9, id: 11, start, remaining: 0, is_open: true });
  });

  it('asks again for a doctor whose slot came back: its mode is not told', async () => {
    await oneCard();
    live.slot({ doctor: 1, id: 12, start, remaining: 1, is_open: true });
    slots('doctors=1').flush([slot(10, 1), slot(11, 1), slot(12, 1)]);
    await settled();

    expect(free(1)).toEqual([10, 11, 12]);
  });

  it('asks again after new hours of a doctor in view, and after a lost connection', async () => {
    await oneCard();
    live.calendar(1);
    live.calendar(2);
    slots('doctors=1').flush([slot(13, 1)]);
    await settled();
    expect(free(1)).toEqual([13]);

    live.resync();
    doctors('city=Lyon').flush([{ id: 1 }]);
    await settled();
    slots('doctors=1').flush([slot(14, 1)]);
    await settled();
    expect(free(1)).toEqual([14]);
  });
});
