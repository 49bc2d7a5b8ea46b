import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { expect, test } from './journey';
import { now } from './moment';
import { as, signIn, visitor } from './people';

/** A day that no other journey needs, in Paris. */
const day = dayIn(9);

function dayIn(days: number): string {
  const date = new Date(now() + days * 24 * 3600 * 1000);
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(date);
}

interface Free {
  id: number;
  start: string;
}

/** Books the slot of a patient with Dr Fontaine that begins at this time of the day in Paris. */
async function book(request: APIRequestContext, who: string, time: string): Promise<void> {
  const answer = await request.get(`/api/directory/doctors/1/slots/?start=${day}`);
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Paris',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const slot = ((await answer.json()) as Free[]).find(
    ({ start }) => clock.format(new Date(start)) === `${day} ${time}`,
  );
  const act = await as(request, who);
  const body = { slot: slot?.id, motif: `Contrôle de ${time}` };
  expect(await act('/api/appointments/', body)).toBe(201);
}

/** Drags the middle of one entry to the middle of a place some minutes later or earlier. */
async function drag(page: Page, entry: Locator, minutes: number): Promise<void> {
  const box = await entry.boundingBox();
  if (!box) {
    throw new Error('nothing to drag');
  }
  // Every appointment here lasts half an hour: its own height is the measure.
  const [x, y] = [box.x + 40, box.y + box.height / 2];
  const down = (minutes / 30) * (box.height + 1);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + Math.sign(down) * 12, { steps: 4 });
  await page.mouse.move(x, y + down, { steps: 12 });
  await page.mouse.up();
}

test('a request appears at the doctor, who confirms it; the patient sees it, nobody reloads', async ({
  browser,
}) => {
  const [patient, doctor] = [await visitor(browser), await visitor(browser)];
  await signIn(doctor, 'claire');
  await doctor.goto('/medecin/demandes');
  await expect(doctor.getByRole('heading', { name: 'Demandes de rendez-vous' })).toBeVisible();

  await signIn(patient, 'paul');
  await patient.goto('/medecins/1');
  await patient.locator('app-slot-grid button').last().click();
  await patient.getByLabel(/Motif de consultation/).fill('Vertiges');
  await patient.getByRole('button', { name: 'Envoyer la demande de rendez-vous' }).click();
  await expect(patient.getByRole('heading', { name: 'Demande envoyée' })).toBeVisible();

  const card = doctor.locator('app-request-card').filter({ hasText: 'Vertiges' });
  await expect(card).toBeVisible();
  await card.getByRole('button', { name: 'Confirmer' }).click();
  await doctor.getByLabel(/Message au patient/).fill('Venez à jeun');
  await doctor.getByRole('dialog').getByRole('button', { name: 'Confirmer' }).click();
  await expect(doctor.getByText('Rendez-vous confirmé.')).toBeVisible();
  await expect(card).toHaveCount(0);

  await expect(patient.getByRole('heading', { name: 'Rendez-vous confirmé' })).toBeVisible();
  await expect(patient.getByText('Venez à jeun')).toBeVisible();
});

test('a request is confirmed at another time and by video', async ({ page, request }) => {
  await book(request, 'ines', '10:00');
  await signIn(page, 'claire');
  await page.goto(`/medecin?vue=list&jour=${day}`);
  await page.locator('app-agenda-list button').filter({ hasText: 'Inès Robert' }).click();
  const panel = page.locator('app-appointment-panel');
  await panel.getByRole('button', { name: 'Confirmer' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Choisir un autre horaire' }).click();
  // The slots of the other mode are read first: a click on one that is going would be lost.
  const read = page.waitForResponse(/slots\/\?.*mode=distanciel/);
  await dialog.getByRole('button', { name: 'En vidéo' }).click();
  await read;
  const slot = dialog.locator('app-slot-grid button').first();
  const when = (await slot.getAttribute('aria-label')) ?? '';
  await slot.click();
  await expect(dialog.locator('time')).toHaveText(new RegExp(when.split(' à')[0] ?? ''));
  await expect(dialog.getByRole('button', { name: 'En vidéo' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await dialog.getByLabel(/Lieu ou lien/).fill('https://visio.example.org/x');
  await dialog.getByRole('button', { name: 'Confirmer' }).click();

  await expect(page.getByText('Rendez-vous confirmé.')).toBeVisible();
  await expect(panel.locator('app-status-badge')).toHaveText(/Confirmé/);
  await expect(panel).toContainText('En vidéo');
  await expect(panel).toContainText('https://visio.example.org/x');
  await panel.getByText('Historique').click();
  await expect(panel.locator('app-appointment-history')).toContainText('Au cabinet → En vidéo');
});

test('an appointment opens beside the agenda, is confirmed there, and closes where it was opened', async ({
  page,
  request,
}) => {
  await book(request, 'lea', '09:00');
  await signIn(page, 'claire');
  await page.goto(`/medecin?vue=list&jour=${day}`);
  const entry = page.locator('app-agenda-list button').filter({ hasText: 'Léa Martin' });
  await expect(entry).toContainText('En attente');
  await entry.focus();
  await page.keyboard.press('Enter');
  const panel = page.locator('app-appointment-panel');
  await expect(panel.getByRole('heading', { name: 'Léa Martin' })).toBeFocused();
  await expect(page).toHaveURL(/[?&]rdv=\d+/);
  await expect(panel.getByText('Contrôle de 09:00')).toBeVisible();

  await page.reload();
  await panel.getByRole('button', { name: 'Confirmer' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Confirmer' }).click();
  await expect(page.getByText('Rendez-vous confirmé.')).toBeVisible();
  await expect(panel.locator('app-status-badge')).toHaveText(/Confirmé/);
  await expect(entry).not.toContainText('En attente');

  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(entry).toBeFocused();
  await expect(page).not.toHaveURL(/rdv=/);

  await entry.click();
  await expect(panel).toBeVisible();
  await page.goBack();
  await expect(panel).toHaveCount(0);
  await entry.click();
  await panel.getByRole('link', { name: 'Ouvrir la fiche' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Léa Martin' })).toBeVisible();

  await page.goto('/medecin/rendez-vous/999999');
  await expect(page.getByText('Rendez-vous introuvable')).toBeVisible();
});

test('an appointment is moved by keyboard from its panel', async ({ page, request }) => {
  await book(request, 'paul', '17:00');
  await signIn(page, 'claire');
  await page.goto(`/medecin?vue=list&jour=${day}`);
  await page.locator('app-agenda-list button').filter({ hasText: '17 h' }).press('Enter');
  const panel = page.locator('app-appointment-panel');
  await panel.getByRole('button', { name: 'Déplacer' }).press('Enter');
  await panel.locator('app-slot-grid button').first().press('Enter');
  await expect(page.getByText(/^Déplacé au /)).toBeVisible();
  await page.getByRole('button', { name: 'Annuler', exact: true }).press('Enter');
  await expect(page.getByText(/de nouveau au .* à\s17\sh/)).toBeVisible();
});

test('the way back is closed when somebody took the former slot', async ({ page, request }) => {
  await book(request, 'paul', '16:00');
  await signIn(page, 'claire');
  await page.goto(`/medecin?vue=list&jour=${day}`);
  await page.locator('app-agenda-list button').filter({ hasText: '16 h –' }).click();
  const panel = page.locator('app-appointment-panel');
  await panel.getByRole('button', { name: 'Déplacer' }).click();
  await panel.locator('app-slot-grid button').first().click();
  await expect(page.getByText(/^Déplacé au /)).toBeVisible();
  await book(request, 'lea', '16:00');
  await page.getByRole('button', { name: 'Annuler', exact: true }).click();
  await expect(page.getByText(/^L’ancien créneau n’est plus libre/)).toBeVisible();
});

test('an appointment that somebody changed meanwhile is told plainly and shown as it is', async ({
  page,
  request,
}) => {
  await book(request, 'paul', '15:30');
  await signIn(page, 'claire');
  await page.goto(`/medecin?vue=list&jour=${day}`);
  await page.locator('app-agenda-list button').filter({ hasText: '15 h 30 –' }).click();
  const panel = page.locator('app-appointment-panel');
  await page.route('**/api/appointments/*/confirm/', (route) =>
    route.fulfill({ status: 412, json: { code: 'version_conflict', error: '' } }),
  );
  const again = page.waitForRequest(/\/api\/appointments\/\d+\/$/);
  await panel.getByRole('button', { name: 'Confirmer' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Confirmer' }).click();
  await expect(panel.getByText(/a changé entre-temps/)).toBeVisible();
  await again;
});

test.describe('with room for a whole day', () => {
  test.use({ viewport: { width: 1280, height: 1600 } });

  test('an appointment is dragged to a free slot and back, and never onto a taken one', async ({
    page,
    request,
  }) => {
    await book(request, 'lea', '11:00');
    await book(request, 'paul', '14:00');
    await signIn(page, 'claire');
    await page.goto(`/medecin?vue=day&jour=${day}`);
    const lea = page.locator('[data-entry^=appointment]').filter({ hasText: '11 h' });
    await expect(lea).toContainText('Léa Martin');

    await drag(page, lea, 60);
    await expect(page.getByText(/^Déplacé au .* à\s12\sh/)).toBeVisible();
    const moved = page.locator('[data-entry^=appointment]').filter({ hasText: '12 h' });
    await expect(moved).toContainText('Léa Martin');
    await page.getByRole('button', { name: 'Annuler', exact: true }).click();
    await expect(page.getByText(/de nouveau au .* à\s11\sh/)).toBeVisible();
    await expect(lea).toContainText('Léa Martin');

    await drag(page, lea, 180);
    await expect(page.getByText(/^Ce créneau est déjà pris/)).toBeVisible();
    await expect(lea).toContainText('Léa Martin');
    await lea.click();
    await expect(page.locator('app-appointment-panel')).toContainText('Contrôle de 11:00');
  });

  test('a slot is added by hand where nothing was, and removed again', async ({ page }) => {
    await signIn(page, 'claire');
    await page.goto(`/medecin?vue=day&jour=${day}`);
    await expect(page.getByRole('rowheader', { name: 'Horaires' })).toBeAttached();
    await page.getByRole('button', { name: 'Ajouter un créneau' }).click();
    const form = page.locator('app-slot-form-panel');
    await expect(form.getByLabel('Jour')).toHaveValue(day);
    await form.getByLabel('De', { exact: true }).fill('10:00');
    await form.getByLabel('À', { exact: true }).fill('10:15');
    await form.getByRole('button', { name: 'Ajouter ce créneau' }).click();
    await expect(form.getByText(/déjà un créneau/)).toBeVisible();
    await form.getByLabel('De', { exact: true }).fill('21:30');
    await form.getByLabel('À', { exact: true }).fill('22:00');
    await form.getByRole('button', { name: 'Ajouter ce créneau' }).click();
    await expect(page.getByText(/^Créneau ajouté/)).toBeVisible();

    // The day is drawn until then, and the new slot is under the pointer.
    const slot = page.locator('[data-entry^=slot]').last();
    await expect(slot).toBeVisible();
    await expect(page.getByText('21 h', { exact: true })).toBeVisible();
    // What is drawn behind the hours takes no clicks itself: the hours do.
    await slot.click({ force: true });
    const panel = page.locator('app-slot-panel');
    await expect(panel).toContainText('21 h 30 – 22 h');
    await panel.getByRole('button', { name: 'Retirer ce créneau' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Retirer ce créneau' }).click();
    await expect(page.getByText(/^Créneau retiré/)).toBeVisible();
    await expect(page.getByText('21 h', { exact: true })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Ajouter un créneau' })).toBeFocused();
  });
});

test('days, view and filters stand in the URL', async ({ page, request }) => {
  await book(request, 'lea', '18:30');
  await signIn(page, 'claire');
  await page.goto(`/medecin?vue=list&jour=${day}`);
  const list = page.locator('app-agenda-list');
  await expect(list.getByText('Léa Martin').first()).toBeVisible();
  await expect(list.getByText('Créneau libre')).toHaveCount(0);
  await page.getByRole('button', { name: 'Places libres' }).click();
  await expect(list.getByText('Créneau libre').first()).toBeVisible();
  await page.getByRole('button', { name: 'En attente', exact: true }).click();
  await page.getByRole('button', { name: 'Confirmés', exact: true }).click();
  await expect(list.getByText('Léa Martin')).toHaveCount(0);
  await page.reload();
  await expect(list.getByText('Créneau libre').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Confirmés', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  );

  await page.getByRole('button', { name: 'Jour', exact: true }).click();
  await page.getByRole('button', { name: 'Jour suivant' }).click();
  await expect(page).toHaveURL(new RegExp(`jour=${dayIn(10)}`));
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`jour=${day}`));
  await page.getByRole('button', { name: 'Aujourd’hui' }).click();
  await expect(page).toHaveURL(new RegExp(`jour=${dayIn(0)}`));
});
