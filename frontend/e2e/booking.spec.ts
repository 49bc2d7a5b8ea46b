import { expect, test } from './journey';
import { as, fillSignIn, signIn, visitor } from './people';

test('a visitor registers while booking, and sees the doctor confirm without reloading', async ({
  page,
  request,
}) => {
  await page.goto('/');
  await page.getByLabel('Ville').selectOption('Lyon');
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await expect(page).toHaveURL(/ville=Lyon/);
  await expect(page.locator('app-doctor-card')).toHaveCount(1);
  await page
    .getByRole('link', { name: /Réserver avec Dr. Claire Fontaine/ })
    .first()
    .click();

  await expect(page.getByRole('heading', { name: 'Confirmez votre rendez-vous' })).toBeVisible();
  await page.getByRole('button', { name: 'Créer mon compte' }).click();
  await expect(page.getByText('Indiquez le prénom.')).toBeVisible();
  await expect(page.getByLabel('Prénom')).toBeFocused();
  await page.getByLabel('Prénom').fill('Nour');
  await page.getByLabel('Nom', { exact: true }).fill('Benali');
  await page.getByLabel('Adresse e-mail').fill('nour@example.org');
  await page.getByLabel('Mot de passe', { exact: true }).fill('une longue phrase');
  await page.getByRole('button', { name: 'Créer mon compte' }).click();

  await expect(page.getByRole('timer')).toBeVisible();
  await page.getByLabel(/Motif de consultation/).fill('Palpitations');
  await page.getByRole('button', { name: 'Envoyer la demande de rendez-vous' }).click();
  await expect(page.getByRole('heading', { name: 'Demande envoyée' })).toBeVisible();
  const id = /rendez-vous\/(\d+)/.exec(page.url())?.[1] ?? '';

  const claire = await as(request, 'claire');
  expect(await claire(`/api/appointments/${id}/confirm/`)).toBe(200);
  await expect(page.getByRole('heading', { name: 'Rendez-vous confirmé' })).toBeVisible();
});

test('a patient moves an appointment, downloads it and cancels it', async ({ page }) => {
  await signIn(page, 'lea');
  await page.goto('/medecins/2');
  await page.locator('app-slot-grid button').first().click();
  await page.getByRole('button', { name: 'Confirmer le rendez-vous' }).click();
  await expect(page.getByRole('heading', { name: 'Rendez-vous confirmé' })).toBeVisible();
  const before = await page.locator('.hour').innerText();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Ajouter à mon agenda' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.ics$/);

  const move = page.getByRole('button', { name: 'Déplacer', exact: true });
  await move.click();
  await expect(page.getByRole('heading', { name: 'Déplacer le rendez-vous' })).toBeFocused();
  await page.getByRole('button', { name: 'Fermer' }).click();
  await expect(move).toBeFocused();
  await move.click();
  await page.locator('app-slot-grid button').nth(4).click();
  await page.getByRole('button', { name: 'Déplacer ici' }).click();
  await expect(page.getByText('Rendez-vous déplacé.')).toBeVisible();
  await expect(page.locator('.hour')).not.toHaveText(before);

  await page.getByRole('button', { name: 'Annuler le rendez-vous' }).click();
  await page.getByLabel(/Pour quelle raison/).fill('Empêchement');
  await page.getByRole('dialog').getByRole('button', { name: 'Annuler le rendez-vous' }).click();
  await expect(page.getByText('Annulé', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('a slot lost at the last moment is shown as taken, with the nearest ones', async ({
  page,
}) => {
  await signIn(page, 'lea');
  await page.goto('/medecins/2');
  await page.locator('app-slot-grid button').nth(8).click();
  await expect(page.getByRole('timer')).toBeVisible();
  await page.route('**/api/appointments/', (route) =>
    route.fulfill({ status: 409, json: { error: 'Pris.', code: 'slot_taken', details: {} } }),
  );
  await page.getByRole('button', { name: 'Confirmer le rendez-vous' }).click();
  await expect(page.getByRole('heading', { name: 'Ce créneau vient d’être pris' })).toBeFocused();
  await expect(page.locator('app-confirm-summary')).toContainText('Créneau pris');
  await page.unroute('**/api/appointments/');
  await page.locator('.alternatives button').first().click();
  await expect(page.getByRole('heading', { name: /Rendez-vous pour/ })).toBeFocused();
  await page.getByRole('button', { name: 'Confirmer le rendez-vous' }).click();
  await expect(page.getByRole('heading', { name: 'Rendez-vous confirmé' })).toBeVisible();
});

test('a doctor who picks a public slot is told so, and may change accounts there', async ({
  page,
}) => {
  await signIn(page, 'hugo');
  await page.goto('/medecins/1');
  await page.locator('app-slot-grid button').nth(4).click();
  await expect(page.getByRole('link', { name: 'Aller à mon espace' })).toBeVisible();
  await expect(page.locator('app-confirm-summary')).toHaveCount(0);
  await page.locator('main').getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(page.getByRole('heading', { name: 'Qui prend rendez-vous' })).toBeFocused();
  await expect(page).toHaveURL(/confirmer/);
});

test('the days end where nothing can be booked any more', async ({ page }) => {
  await page.goto('/medecins/2');
  const next = page.getByRole('button', { name: 'Jours suivants' });
  const range = page.locator('app-slot-picker .range');
  await expect(page.locator('app-slot-grid button').first()).toBeVisible();
  await expect(async () => {
    await next.click();
    await expect(next).toHaveAttribute('aria-disabled', 'true', { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  const last = await range.innerText();
  await next.click({ force: true });
  await expect(range).toHaveText(last);
});

test('a patient changes what the doctor reads, also after someone else did', async ({ page }) => {
  await signIn(page, 'lea');
  await page.goto('/medecins/2');
  await page.locator('app-slot-grid button').nth(6).click();
  await page.getByLabel('Motif de consultation').fill('Toux');
  await page.getByRole('button', { name: 'Confirmer le rendez-vous' }).click();
  await page.getByRole('button', { name: 'Modifier mes indications' }).click();
  await page.getByLabel('Message au médecin').fill('Depuis lundi');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Vos indications sont enregistrées.')).toBeVisible();
  await expect(page.getByText('Depuis lundi')).toBeVisible();

  const other = await page.context().newPage();
  await other.goto(page.url() + '?modifier=1');
  await other.getByLabel('Message au médecin').fill('Depuis mardi');
  await page.getByRole('button', { name: 'Modifier mes indications' }).click();
  await page.getByLabel('Motif de consultation').fill('Toux et fièvre');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Toux et fièvre', { exact: true })).toBeVisible();
  await other.getByRole('button', { name: 'Enregistrer' }).click();

  await expect(other.getByText(/modifié ces données entre-temps/)).toBeVisible();
  await expect(other.getByLabel('Message au médecin')).toHaveValue('Depuis mardi');
});

test('two patients want the same slot: one holds it, the other is led to the nearest', async ({
  browser,
}) => {
  const [lea, paul] = [await visitor(browser), await visitor(browser)];
  await signIn(lea, 'lea');
  await signIn(paul, 'paul');
  await lea.goto('/medecins/1');
  await paul.goto('/medecins/1');
  const wanted = lea.locator('app-slot-grid button').nth(6);
  const slot = (await wanted.getAttribute('data-slot')) ?? '';
  await expect(paul.locator(`[data-slot="${slot}"]`)).toBeVisible();

  // Paul's screen does not hear of it in time: his click arrives just after hers.
  await paul.route(`**/api/slots/${slot}/hold/`, async (route) => {
    await wanted.click();
    await lea.waitForURL(/confirmer/);
    await expect(lea.getByRole('timer')).toBeVisible();
    await route.continue();
  });
  await paul.locator(`[data-slot="${slot}"]`).click();
  await expect(paul.getByText(/Ce créneau vient d’être pris. Le plus proche/)).toBeVisible();
  await expect(paul.locator('app-slot-grid button:focus')).toHaveCount(1);
});

test('a slot that someone takes is struck out on other screens', async ({ browser }) => {
  const [lea, other] = [await visitor(browser), await visitor(browser)];
  await signIn(lea, 'lea');
  await other.goto('/medecins/1');
  await lea.goto('/medecins/1');
  const wanted = lea.locator('app-slot-grid button').nth(9);
  const slot = (await wanted.getAttribute('data-slot')) ?? '';
  await expect(other.locator(`[data-slot="${slot}"]`)).toBeVisible();
  await wanted.click();
  await expect(other.locator(`[data-slot="${slot}"]`)).toHaveClass(/taken/);
});

test('signing in inside the booking keeps the slot', async ({ page }) => {
  await page.goto('/medecins/2');
  const slot = page.locator('app-slot-grid button').nth(12);
  const when = (await slot.getAttribute('aria-label')) ?? '';
  await slot.click();
  await page.getByRole('button', { name: 'J’ai un compte' }).click();
  await fillSignIn(page, 'paul');
  await expect(page.getByRole('timer')).toBeVisible();
  await expect(page.locator('app-confirm-summary')).toContainText(when.split(' à')[0] ?? '');
});
