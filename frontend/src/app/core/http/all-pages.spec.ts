import { HttpClient, provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { type AllPages, allPages } from './all-pages';

const next = (cursor: string) => ({
  headers: { Link: `<http://host/api/slots/?cursor=${cursor}&limit=500>; rel="next"` },
});

describe('allPages', () => {
  function start(most?: number) {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    const answers: AllPages<number>[] = [];
    allPages<number>(TestBed.inject(HttpClient), '/api/slots/', { start: 'a' }, most).subscribe(
      (answer) => answers.push(answer),
    );
    return { server: TestBed.inject(HttpTestingController), answers };
  }

  it('follows the links to the end', () => {
    const { server, answers } = start();
    server.expectOne('/api/slots/?start=a&limit=500').flush([1, 2], next('x'));
    server.expectOne('/api/slots/?start=a&limit=500&cursor=x').flush([3]);

    expect(answers).toEqual([{ items: [1, 2, 3], cut: false }]);
    server.verify();
  });

  it('says when it stopped before the end', () => {
    const { server, answers } = start(1);
    server.expectOne('/api/slots/?start=a&limit=500').flush([1], next('x'));

    expect(answers).toEqual([{ items: [1], cut: true }]);
    server.verify();
  });
});
