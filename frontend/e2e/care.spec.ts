import { expect, test } from './journey';
import { signIn } from './people';

test('a patient closes the record to a doctor; the appointment stays', async ({ page }) => {
  await signIn(page, 'paul');
  await page.goto('/medecins/2');
  await page.locator('app-slot-grid button').nth(50).click();
  await page.getByRole('button', { name: 'Confirmer le rendez-vous' }).click();
  await expect(page.getByRole('heading', { name: 'Rendez-vous confirmé' })).toBeVisible();
  const appointment = page.url().replace(/\?.*/, '');

  await page.goto('/profil');
  await page.getByRole('link', { name: 'Les médecins qui me suivent' }).click();
  const hugo = page.getByRole('listitem').filter({ hasText: 'Hugo Marchand' });
  await expect(hugo).toContainText('Voit votre dossier médical');
  await hugo.getByRole('button', { name: /Retirer l’accès/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Vos rendez-vous à venir sont maintenus');
  await dialog.getByRole('button', { name: 'Laisser ouvert' }).click();
  await expect(hugo).toContainText('Voit votre dossier médical');
  await hugo.getByRole('button', { name: /Retirer l’accès/ }).click();
  await dialog.getByLabel(/Pourquoi/).fill('Je change de médecin');
  await dialog.getByRole('button', { name: 'Retirer l’accès' }).click();
  await expect(hugo).toContainText('Vous avez retiré l’accès');
  await page.reload();
  await expect(hugo).toContainText('Vous avez retiré l’accès');

  await page.goto(appointment);
  await expect(page.getByText('Confirmé', { exact: true })).toBeVisible();
});
