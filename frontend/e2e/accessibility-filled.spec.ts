import type { APIRequestContext, Page } from '@playwright/test';
import { inspect, screens } from './axe';
import { expect, test } from './journey';
import { bearer, made, madeByHugo, signIn, visitor } from './people';

interface Person {
  id: number;
}

/** Somebody without an account, whom Hugo wrote down and gave an appointment. */
async function walkIn(request: APIRequestContext, first_name: string): Promise<[number, number]> {
  const { id } = await made<Person>(request, 'hugo', '/api/patients/', {
    first_name,
    last_name: 'Castel',
    birth_date: '1961-04-09',
    phone: '+33639981234',
  });
  return [id, await madeByHugo(request, id, 15)];
}

async function idOf(request: APIRequestContext, name: string): Promise<number> {
  const answer = await request.get('/api/users/me/', { headers: await bearer(request, name) });
  return ((await answer.json()) as { profile_id: number }).profile_id;
}

/** Goes there, does what shows the state that is meant, and looks. */
async function look(page: Page, path: string, what: string, show: () => Promise<void>) {
  await page.goto(path);
  await show();
  await expect(page.locator('app-skeleton')).toHaveCount(0);
  await inspect(page, what);
}

// Each has people of its own: they need not take turns.
test.describe.configure({ mode: 'parallel' });

for (const [turn, { width, height, colorScheme }] of screens.entries()) {
  test.describe(`${width} px, ${colorScheme}`, () => {
    test.use({
      viewport: { width, height },
      colorScheme,
      contextOptions: { reducedMotion: 'reduce' },
    });

    test('what the practice writes down, opens and merges is accessible', async ({
      page,
      browser,
      request,
    }) => {
      test.setTimeout(180_000);
      const names = ['Ada', 'Bea', 'Cleo', 'Dora'];
      const [id, appointment] = await walkIn(request, names[turn] ?? '');
      const [twin] = await walkIn(request, `${names[turn]}-Lou`);
      await signIn(page, 'hugo');
      await look(page, `/medecin/patients/${id}`, 'code sheet', async () => {
        await page.getByRole('button', { name: 'Créer un code d’accès' }).click();
        await expect(page.locator('.code-letters')).toBeVisible();
      });
      await look(page, `/medecin/rendez-vous/${appointment}`, 'wrong code', async () => {
        await page.getByRole('button', { name: 'Saisir le code du patient' }).click();
        await page.getByLabel('Code lu par le patient').fill('AAA-AAA');
        await page.getByRole('button', { name: 'Accepter avec ce code' }).click();
        await expect(page.locator('app-code-entry .error')).toBeVisible();
      });

      const admin = await visitor(browser);
      await admin.setViewportSize({ width, height });
      await admin.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await signIn(admin, 'direction');
      const merge = `/admin-clinique/fusion?garder=${id}&fusionner=${twin}`;
      await look(admin, merge, 'two records', async () => {
        await expect(admin.getByRole('button', { name: 'Fusionner les dossiers' })).toBeVisible();
      });
    });

    test('finding a stranger, and an emergency, is accessible', async ({ page }) => {
      test.setTimeout(120_000);
      await signIn(page, 'nora');
      await look(page, '/medecin/patients/chercher', 'emergency', async () => {
        await page.getByLabel('Prénom').fill('Léa');
        await page.getByLabel('Nom', { exact: true }).fill('Martin');
        await page.getByLabel('Date de naissance').fill('1985-07-14');
        await page.getByRole('button', { name: 'Chercher' }).click();
        await page.getByRole('button', { name: 'Accès d’urgence' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Ouvrir le dossier' }).click();
        await expect(page.getByText(/10 caractères au moins/)).toBeVisible();
      });
    });

    test('who treats me, those I book for, and a proposal are accessible', async ({
      page,
      request,
    }) => {
      test.setTimeout(180_000);
      await signIn(page, 'paul');
      await page.goto('/medecins/2');
      await page
        .locator('app-slot-grid button')
        .nth(20 + turn)
        .click();
      await page.getByRole('button', { name: 'Confirmer le rendez-vous' }).click();
      await expect(page.getByRole('heading', { name: 'Rendez-vous confirmé' })).toBeVisible();
      const appointment = await madeByHugo(request, await idOf(request, 'paul'), 16);
      await look(page, `/rendez-vous/${appointment}`, 'to be accepted', async () => {
        await expect(page.locator('app-acceptance-note')).toBeVisible();
      });
      await look(page, '/profil/medecins', 'withdrawal', async () => {
        await page
          .getByRole('button', { name: /Retirer l’accès/ })
          .first()
          .click();
        await expect(page.getByRole('dialog')).toBeVisible();
      });
      await look(page, '/profil', 'somebody to book for', async () => {
        await page.getByRole('button', { name: 'Ajouter un proche' }).click();
        await page.getByRole('button', { name: 'Ajouter un proche' }).click();
        await expect(page.locator('app-dependants-card .error').first()).toBeVisible();
      });
    });
  });
}
