import { Location } from '@angular/common';
import { TestBed } from '@angular/core/testing';
import { ActivatedRoute } from '@angular/router';
import { BehaviorSubject } from 'rxjs';
import { injectMailedProof, injectMailedToken } from './mailed-link';

describe('the proof in a mailed link', () => {
  const fragment = new BehaviorSubject<string | null>(null);
  let location: Location;

  beforeEach(() => {
    fragment.next(null);
    TestBed.configureTestingModule({
      providers: [{ provide: ActivatedRoute, useValue: { fragment } }],
    });
    location = TestBed.inject(Location);
    location.go('/reinitialiser?a=1#uid=MQ&token=x-y');
  });

  it('is read from behind the # and leaves the address bar', () => {
    fragment.next('uid=MQ&token=x-y');
    const proof = TestBed.runInInjectionContext(injectMailedProof);

    expect(proof()).toEqual({ uid: 'MQ', token: 'x-y' });
    expect(location.path(true)).toBe('/reinitialiser?a=1');
  });

  it('is that of the newest link when a second one is opened in the same tab', () => {
    fragment.next('uid=MQ&token=x-y');
    const proof = TestBed.runInInjectionContext(injectMailedProof);
    fragment.next(null);
    fragment.next('uid=Mg&token=z');

    expect(proof()).toEqual({ uid: 'Mg', token: 'z' });
  });

  it('may be a token alone', () => {
    fragment.next('token=x-y');

    expect(TestBed.runInInjectionContext(injectMailedToken)()).toEqual({ token: 'x-y' });
    expect(location.path(true)).toBe('/reinitialiser?a=1');
  });

  for (const incomplete of [null, '', 'uid=MQ', 'token=x-y', 'section']) {
    it(`is none in "${incomplete}"`, () => {
      fragment.next(incomplete);

      expect(TestBed.runInInjectionContext(injectMailedProof)()).toBeNull();
    });
  }
});
