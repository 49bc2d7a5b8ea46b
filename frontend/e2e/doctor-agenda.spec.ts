import { expect, test } from '@playwright/test';
import { signIn, visitor } from './people';

test('a request appears at the doctor, who confirms it; the patient sees it, nobody reloads', async ({
  browser,
}) => {
  const [patient, doctor] = [await visitor(browser), await visitor(browser)];
  await signIn(doctor, 'claire');
  await doctor.goto('/medecin/demandes');
  await expect(doctor.getByRole('heading', { name: 'Demandes de rendez-vous' })).toBeVisible();
  const before = await doctor.locator('app-request-card').count();

  await signIn(patient, 'paul');
  await patient.goto('/medecins/1');
  await patient.locator('app-slot-grid button').last().click();
  await patient.getByLabel(/Motif de consultation/).fill('Vertiges');
  await patient.getByRole('button', { name: 'Envoyer la demande de rendez-vous' }).click();
  await expect(patient.getByRole('heading', { name: 'Demande envoyée' })).toBeVisible();

  await expect(doctor.locator('app-request-card')).toHaveCount(before + 1);
  const card = doctor.locator('app-request-card').filter({ hasText: 'Vertiges' });
  await card.getByRole('button', { name: 'Confirmer' }).click();
  await doctor.getByLabel(/Message au patient/).fill('Venez à jeun');
  await doctor.getByRole('dialog').getByRole('button', { name: 'Confirmer' }).click();
  await expect(doctor.getByText('Rendez-vous confirmé.')).toBeVisible();
  await expect(card).toHaveCount(0);

  await expect(patient.getByRole('heading', { name: 'Rendez-vous confirmé' })).toBeVisible();
  await expect(patient.getByText('Venez à jeun')).toBeVisible();
});

test('the agenda shows the visit, and leads to its page', async ({ page }) => {
  await signIn(page, 'claire');
  await page.goto('/medecin?vue=list');
  await expect(page.getByRole('heading', { name: 'Mon agenda' })).toBeVisible();
  await page.goto('/medecin/rendez-vous/999999');
  await expect(page.getByText('Rendez-vous introuvable')).toBeVisible();
});
