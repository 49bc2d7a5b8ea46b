import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { expect, test } from './journey';
import { now } from './moment';
import { as, mail, PASSWORD, signIn, visitor } from './people';

/** Two weeks ahead, and with a patient of their own: these journeys are in nobody's way. */
const first = new Date(now() + 14 * 24 * 3600 * 1000).toISOString().slice(0, 10);

/** Books a patient with Dr Fontaine, who confirms; returns the appointment's id. */
async function confirmed(request: APIRequestContext, who: string): Promise<number> {
  const free = await request.get(`/api/directory/doctors/1/slots/?start=${first}`);
  const [slot] = (await free.json()) as { id: number }[];
  const signedIn = await request.post('/api/users/login/', {
    data: { email: mail(who), password: PASSWORD },
  });
  const { access } = (await signedIn.json()) as { access: string };
  const booked = await request.post('/api/appointments/', {
    data: { slot: slot?.id, motif: 'Suivi' },
    headers: { Authorization: `Bearer ${access}` },
  });
  const { id } = (await booked.json()) as { id: number };
  const claire = await as(request, 'claire');
  expect(await claire(`/api/appointments/${id}/confirm/`)).toBe(200);
  return id;
}

/** Proposes the nth free slot that the patient's page offers. */
async function propose(page: Page, nth: number): Promise<void> {
  await page.getByRole('button', { name: 'Déplacer', exact: true }).click();
  await expect(page.getByText(/rendez-vous actuel reste confirmé/)).toBeVisible();
  await page.locator('app-slot-grid button').nth(nth).click();
  await page.getByRole('button', { name: 'Proposer cet horaire' }).click();
  await expect(page.getByText(/^Proposition envoyée/)).toBeVisible();
}

/** The time that the note or card names as confirmed (0) or proposed (1). */
function time(place: Locator, which: 0 | 1): Promise<string> {
  return place.locator('app-proposal-times dd time').nth(which).innerText();
}

test('a patient proposes another time, keeps the first until the doctor accepts, then has it', async ({
  browser,
  request,
}) => {
  const id = await confirmed(request, 'ines');
  const [patient, doctor] = [await visitor(browser), await visitor(browser)];
  await signIn(patient, 'ines');
  await patient.goto(`/rendez-vous/${id}`);
  const hour = patient.locator('.hour');
  const before = await hour.innerText();
  await propose(patient, 4);

  const note = patient.locator('app-proposal-note');
  await expect(note).toContainText('reste confirmé tant que le médecin n’a pas accepté');
  await expect(hour).toHaveText(before);
  await expect(patient.locator('app-status-badge').first()).toHaveText(/Confirmé/);
  const wanted = await time(note, 1);

  await signIn(doctor, 'claire');
  await doctor.goto('/medecin/demandes');
  const card = doctor.locator('app-request-card').filter({ hasText: 'propose un changement' });
  expect(await time(card, 1)).toBe(wanted);
  await card.getByRole('button', { name: 'Accepter le changement' }).click();
  const dialog = doctor.getByRole('dialog');
  await expect(dialog).toContainText('au lieu de');
  await dialog.getByRole('button', { name: 'Accepter le changement' }).click();
  await expect(doctor.getByText('Changement accepté.')).toBeVisible();
  await expect(card).toHaveCount(0);

  await expect(note).toHaveCount(0);
  await expect(hour).not.toHaveText(before);
  await expect(patient.locator('app-appointment-history')).toContainText('Changement accepté');
});

test('a proposal that the doctor declines beside the agenda leaves the appointment as it was', async ({
  browser,
  request,
}) => {
  const id = await confirmed(request, 'ines');
  const [patient, doctor] = [await visitor(browser), await visitor(browser)];
  await signIn(patient, 'ines');
  await patient.goto(`/rendez-vous/${id}`);
  const hour = patient.locator('.hour');
  const before = await hour.innerText();
  await propose(patient, 6);
  const note = patient.locator('app-proposal-note');
  await expect(note).toBeVisible();

  await signIn(doctor, 'claire');
  await doctor.goto(`/medecin?rdv=${id}`);
  const panel = doctor.locator('app-appointment-panel');
  await expect(panel).toContainText('Le patient propose un changement');
  await panel.getByRole('button', { name: 'Refuser le changement' }).click();
  await doctor.getByLabel(/Motif, visible/).fill('Bloc opératoire');
  await doctor.getByRole('dialog').getByRole('button', { name: 'Refuser le changement' }).click();
  await expect(doctor.getByText(/^Changement refusé/)).toBeVisible();
  await expect(panel.getByText('Le patient propose un changement')).toHaveCount(0);

  await expect(note).toHaveCount(0);
  await expect(hour).toHaveText(before);
  await expect(patient.locator('app-status-badge').first()).toHaveText(/Confirmé/);
  await expect(patient.locator('app-appointment-history')).toContainText('Bloc opératoire');
});

test('a patient withdraws a proposal', async ({ page, request }) => {
  const id = await confirmed(request, 'ines');
  await signIn(page, 'ines');
  await page.goto(`/rendez-vous/${id}`);
  const before = await page.locator('.hour').innerText();
  await propose(page, 2);

  await page.getByRole('button', { name: 'Retirer ma proposition' }).click();

  await expect(page.getByText(/^Proposition retirée/).first()).toBeVisible();
  await expect(page.locator('app-proposal-note')).toHaveCount(0);
  await expect(page.locator('.hour')).toHaveText(before);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});
