import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { toProblem } from '../errors/problem';
import { type ListRequest, type PagedList, pagedList } from './paged-list';

const answered = () => new Promise((resolve) => setTimeout(resolve));
const next = (cursor: string) => ({
  headers: { Link: `<http://host/api/things/?cursor=${cursor}>; rel="next"` },
});

describe('pagedList', () => {
  const request = signal<ListRequest | undefined>(undefined);
  let server: HttpTestingController;
  let list: PagedList<number>;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    request.set({ url: '/api/things/', params: { q: '', limit: 2 } });
    list = TestBed.runInInjectionContext(() => pagedList<number>(request));
    server = TestBed.inject(HttpTestingController);
    TestBed.tick();
  });

  afterEach(() => server.verify());

  async function firstPage(): Promise<void> {
    server.expectOne('/api/things/?limit=2').flush([1, 2], next('x'));
    await answered();
  }

  it('shows the first page, and that there is more', async () => {
    expect(list.rows()).toBeUndefined();
    expect(list.busy()).toBe(true);
    await firstPage();

    expect(list.rows()).toEqual([1, 2]);
    expect(list.more()).toBe(true);
    expect(list.busy()).toBe(false);
  });

  it('appends the next page, and ends', async () => {
    await firstPage();
    void list.loadMore();
    void list.loadMore();
    server.expectOne('/api/things/?limit=2&cursor=x').flush([3]);
    await answered();

    expect(list.rows()).toEqual([1, 2, 3]);
    expect(list.more()).toBe(false);
    void list.loadMore();
  });

  it('starts again with another question, and keeps what is shown until the answer', async () => {
    await firstPage();
    request.set({ url: '/api/things/', params: { q: 'a', limit: 2 } });
    TestBed.tick();

    expect(list.rows()).toEqual([1, 2]);
    expect(list.more()).toBe(false);
    server.expectOne('/api/things/?q=a&limit=2').flush([7]);
    await answered();
    expect(list.rows()).toEqual([7]);
  });

  it('drops an answer that a newer question has overtaken', async () => {
    const old = server.expectOne('/api/things/?limit=2');
    request.set({ url: '/api/things/', params: { q: 'a', limit: 2 } });
    TestBed.tick();
    server.expectOne('/api/things/?q=a&limit=2').flush([7]);
    old.flush([1, 2], next('x'));
    await answered();

    expect(list.rows()).toEqual([7]);
    expect(list.more()).toBe(false);
  });

  it('tells a failure, keeps what is shown and forgets the failure with the next try', async () => {
    await firstPage();
    void list.reload();
    server.expectOne('/api/things/?limit=2').flush(null, { status: 500, statusText: 'Broken' });
    await answered();

    expect(toProblem(list.error()).code).toBe('server_error');
    expect(list.rows()).toEqual([1, 2]);
    void list.reload();
    expect(list.error()).toBeNull();
    await firstPage();
    expect(list.error()).toBeNull();
  });

  it('is empty while there is no question', async () => {
    await firstPage();
    request.set(undefined);
    TestBed.tick();

    expect(list.rows()).toBeUndefined();
    expect(list.busy()).toBe(false);
    expect(list.more()).toBe(false);
  });
});
