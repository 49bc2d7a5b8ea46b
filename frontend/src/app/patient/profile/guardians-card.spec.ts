import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { Confirm } from '../../ui/confirm-dialog';
import { frenchTexts, settled } from '../../../testing';
import { GuardiansCard } from './guardians-card';

const PATH = '/api/guardians/';
const paul = { id: 5, name: 'Paul Robert', kind: 'relative', since: '2026-11-01', until: null };

describe('GuardiansCard', () => {
  let server: HttpTestingController;
  let fixture: ComponentFixture<GuardiansCard>;
  let decides: boolean;

  const page = () => fixture.nativeElement as HTMLElement;
  const button = () => page().querySelector<HTMLButtonElement>('button');

  async function open(people: unknown[]): Promise<void> {
    decides = true;
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        frenchTexts,
        { provide: Confirm, useValue: { ask: () => Promise.resolve(decides) } },
      ],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(GuardiansCard);
    TestBed.tick();
    server.expectOne(PATH).flush(people);
    await settled(fixture);
  }

  it('says nothing to whom nobody acts for', async () => {
    await open([]);

    expect(page().textContent.trim()).toBe('');
  });

  it('ends it once that is decided', async () => {
    await open([paul]);
    expect(page().querySelector('li')?.textContent).toContain('Paul Robert');
    decides = false;
    button()?.click();
    await settled(fixture);
    server.expectNone(`${PATH}5/`);

    decides = true;
    button()?.click();
    await settled(fixture);
    server.expectOne({ method: 'DELETE', url: `${PATH}5/` }).flush(null);
    await settled(fixture);

    expect(page().querySelector('section')).toBeNull();
  });

  it('keeps showing who acts when ending fails, and says so', async () => {
    await open([paul]);
    button()?.click();
    await settled(fixture);
    server.expectOne(`${PATH}5/`).flush(null, { status: 500, statusText: 'Broken' });
    await settled(fixture);

    expect(page().querySelector('[role=alert]')?.textContent.trim()).toBeTruthy();
    expect(page().querySelectorAll('li').length).toBe(1);
  });
});
