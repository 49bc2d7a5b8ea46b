import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { ActivatedRoute, provideRouter } from '@angular/router';
import { BehaviorSubject } from 'rxjs';
import { frenchTexts, settled } from '../../../testing';
import { AcceptPage } from './accept-page';

const PATH = '/api/appointments/accept/';

describe('AcceptPage', () => {
  const fragment = new BehaviorSubject<string | null>(null);
  let server: HttpTestingController;
  let fixture: ComponentFixture<AcceptPage>;

  const page = () => fixture.nativeElement as HTMLElement;

  async function open(link: string | null): Promise<void> {
    fragment.next(link);
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([]),
        { provide: ActivatedRoute, useValue: { fragment } },
        frenchTexts,
      ],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(AcceptPage);
    await settled(fixture);
  }

  it('accepts only once it is told to, and says what was accepted', async () => {
    await open('token=x-y');
    server.expectNone(PATH);
    page().querySelector('button')?.click();
    await settled(fixture);
    const request = server.expectOne({ method: 'POST', url: PATH });
    expect(request.request.body).toEqual({ token: 'x-y' });
    request.flush({
      accepted_at: '2026-11-23T09:00:00Z',
      doctor: 'Dr Claire Fontaine',
      start_time: '2026-11-24T09:00:00Z',
      end_time: '2026-11-24T09:30:00Z',
      time_zone: 'America/Martinique',
    });
    await settled(fixture);

    expect(page().querySelector('[role=status]')?.textContent).toContain('Dr Claire Fontaine');
    expect(page().querySelector('time')?.textContent).toMatch(/5\u00a0h$/);
  });

  it('says that the link is no longer good, and leaves nothing to press', async () => {
    await open('token=x-y');
    page().querySelector('button')?.click();
    await settled(fixture);
    server
      .expectOne(PATH)
      .flush(
        { code: 'link_not_valid', error: 'Ce lien n’est plus valable.' },
        { status: 400, statusText: 'Bad Request' },
      );
    await settled(fixture);

    expect(page().querySelector('[role=alert]')?.textContent).toContain('plus valable');
    expect(page().querySelector('button')).toBeNull();
    expect(page().querySelector('a.btn')?.getAttribute('href')).toBe('/mes-rendez-vous');
    expect(page().textContent).not.toContain('Si vous ne faites rien');
  });

  it('lets one try again when the server could not be reached', async () => {
    await open('token=x-y');
    page().querySelector('button')?.click();
    await settled(fixture);
    server.expectOne(PATH).error(new ProgressEvent('error'));
    await settled(fixture);

    expect(page().querySelector('[role=alert]')?.textContent?.trim()).not.toBe('');
    expect(page().querySelector('button')?.getAttribute('aria-busy')).toBe('false');
  });

  it('asks for the whole link when there is none', async () => {
    await open(null);

    expect(page().querySelector('[role=alert]')?.textContent).toContain('incomplet');
    expect(page().querySelector('button')).toBeNull();
  });
});
