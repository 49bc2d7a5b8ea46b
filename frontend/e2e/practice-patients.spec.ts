import { expect, test } from './journey';
import { PASSWORD, signIn, visitor } from './people';

test('a doctor writes a patient down, who later opens the account with the code', async ({
  page,
  browser,
}) => {
  await signIn(page, 'claire');
  await page.getByRole('link', { name: 'Patients', exact: true }).click();
  await page.getByRole('link', { name: 'Ajouter un patient' }).click();
  await page.getByRole('button', { name: 'Ajouter ce patient' }).click();
  await expect(page.getByLabel('Prénom')).toBeFocused();
  await expect(page.getByText('Indiquez la date de naissance.')).toBeVisible();
  await page.getByLabel('Prénom').fill('Noé');
  await page.getByLabel('Nom', { exact: true }).fill('Lambert');
  await page.getByLabel('Date de naissance').fill('2001-05-02');
  await page.getByLabel('Téléphone').fill('06 39 98 12 34');
  await page.getByRole('button', { name: 'Ajouter ce patient' }).click();
  await expect(page.getByRole('heading', { name: 'Noé Lambert', level: 1 })).toBeVisible();
  const card = page.url();

  await page.getByRole('button', { name: 'Créer un code d’accès' }).click();
  const code = await page.locator('.code-letters').innerText();
  expect(code).toMatch(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/);
  await page.emulateMedia({ media: 'print' });
  const [height, screen] = await page.evaluate(() => [document.body.scrollHeight, innerHeight]);
  expect(height, 'printed, the sheet is one page').toBeLessThanOrEqual(screen);
  await page.emulateMedia({ media: null });

  const noe = await visitor(browser);
  await noe.goto('/inscription');
  await noe.getByRole('button', { name: 'J’ai reçu un code du cabinet' }).click();
  await expect(noe.getByLabel('Code du cabinet')).toBeFocused();
  await noe.getByLabel('Code du cabinet').fill(code.toLowerCase());
  await noe.getByLabel('Date de naissance').fill('2001-05-03');
  await noe.getByLabel('Adresse e-mail').fill('noe.lambert@example.org');
  await noe.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
  await noe.getByRole('button', { name: 'Créer mon compte' }).click();
  await expect(noe.getByText(/Ce code et cette date de naissance/)).toBeVisible();
  await noe.getByLabel('Date de naissance').fill('2001-05-02');
  await noe.getByRole('button', { name: 'Créer mon compte' }).click();
  await expect(noe.getByRole('heading', { name: 'Bonjour Noé' })).toBeVisible();

  // The record is Noé's now: without an appointment, whoever wrote it down sees it no longer.
  await page.goto(card);
  await expect(page.getByRole('heading', { name: 'Patient introuvable' })).toBeVisible();
});

test('a doctor finds their patients by name, and their next appointments', async ({
  page,
  browser,
}) => {
  const paul = await visitor(browser);
  await signIn(paul, 'paul');
  await paul.goto('/medecins/2');
  await paul.locator('app-slot-grid button').nth(40).click();
  await paul.getByRole('button', { name: 'Confirmer le rendez-vous' }).click();
  await expect(paul.getByRole('heading', { name: 'Rendez-vous confirmé' })).toBeVisible();

  await signIn(page, 'hugo');
  await page.goto('/medecin/patients');
  await page.getByLabel('Nom, prénom ou e-mail').fill('petit');
  await page.getByRole('button', { name: 'Chercher' }).click();
  await expect(page).toHaveURL(/q=petit/);
  await expect(page.locator('.people li')).toHaveCount(1);
  await page.getByRole('link', { name: /Paul Petit/ }).click();
  await expect(page.getByRole('heading', { name: 'Paul Petit', level: 1 })).toBeVisible();
  await page.locator('.appointments a').first().click();
  await expect(page).toHaveURL(/medecin\/rendez-vous/);

  await page.goto('/medecin/patients?q=personne');
  await expect(page.getByRole('heading', { name: /Aucun de vos patients/ })).toBeVisible();
});

test('a doctor opens a stranger’s record in an emergency, and the patient is told', async ({
  page,
  browser,
}) => {
  await signIn(page, 'nora');
  await page.goto('/medecin/patients');
  await page.getByRole('link', { name: /pas encore le mien/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Rechercher un patient');
  await page.getByLabel('Nom', { exact: true }).fill('robert');
  await page.getByLabel('Date de naissance').fill('1990-02-04');
  await page.getByLabel('Prénom').fill('ines');
  await page.getByRole('button', { name: 'Chercher' }).click();
  await expect(page.getByRole('heading', { name: 'Personne ne correspond' })).toBeVisible();
  await page.getByLabel('Date de naissance').fill('1990-02-03');
  await page.getByRole('button', { name: 'Chercher' }).click();
  await page.getByRole('button', { name: 'Accès d’urgence' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Motif/).fill('Court');
  await dialog.getByRole('button', { name: 'Ouvrir le dossier' }).click();
  await expect(dialog.getByText(/10 caractères au moins/)).toBeVisible();
  await dialog.getByLabel(/Motif/).fill('Perte de connaissance au cabinet');
  await dialog.getByRole('button', { name: 'Ouvrir le dossier' }).click();
  await expect(page.getByRole('heading', { name: 'Inès Robert', level: 1 })).toBeVisible();

  const ines = await visitor(browser);
  await signIn(ines, 'ines');
  await ines.goto('/notifications');
  await expect(ines.getByText(/Perte de connaissance au cabinet/).first()).toBeVisible();
  await ines.goto('/profil/medecins');
  const nora = ines.getByRole('listitem').filter({ hasText: 'Nora Keller' });
  await expect(nora).toContainText('A ouvert votre dossier en urgence');
});
