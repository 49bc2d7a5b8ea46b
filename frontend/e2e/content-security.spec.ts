import type { Page } from '@playwright/test';
import { expect, test } from './journey';
import { mail, PASSWORD, signIn } from './people';

/** What the browser refused because of the page's policy, from now on. */
function refusals(page: Page): string[] {
  const found: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) {
      found.push(`${new URL(page.url()).pathname}: ${message.text()}`);
    }
  });
  return found;
}

async function visit(page: Page, paths: string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    await expect(page.locator('main h1').first()).toBeAttached();
    await expect(page.locator('app-skeleton')).toHaveCount(0);
  }
}

const cases = [
  {
    who: null,
    paths: [
      ...['/', '/?ville=Nantes&mode=video', '/medecins/1', '/connexion', '/inscription'],
      ...['/mot-de-passe-oublie', '/verifier-email', '/rendez-vous/confirmer', '/nulle-part'],
    ],
  },
  { who: 'lea', paths: ['/mes-rendez-vous', '/profil', '/notifications'] },
  {
    who: 'claire',
    paths: [
      ...['/medecin?vue=week', '/medecin?vue=day', '/medecin?vue=list', '/medecin/demandes'],
      ...['/medecin/disponibilites', '/medecin/absences', '/medecin/profil'],
    ],
  },
  {
    who: 'direction',
    paths: [
      ...['/admin-clinique', '/admin-clinique/comptes', '/admin-clinique/rendez-vous'],
      ...['/admin-clinique/specialites', '/admin-clinique/profil'],
    ],
  },
];
for (const { who, paths } of cases) {
  test(`no page runs into its own policy: ${who ?? 'a visitor'}`, async ({ page }) => {
    const refused = refusals(page);
    if (who) {
      await signIn(page, who);
    }
    await visit(page, paths);
    expect(refused).toEqual([]);
  });
}

test('a script that somebody slipped into the page does not run', async ({ page }) => {
  const refused = refusals(page);
  await page.goto('/connexion');
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<img src="/none" onerror="window.name = `in`">');
  });

  await expect.poll(() => refused.length).toBeGreaterThan(0);
  expect(await page.evaluate(() => window.name)).toBe('');
});

test('the back office runs under its own policy', async ({ page }) => {
  const refused = refusals(page);
  await page.goto('/admin/');
  await page.locator('[name=username]').fill(mail('direction'));
  await page.locator('[name=password]').fill(PASSWORD);
  await page.locator('[type=submit]').click();
  await expect(page).toHaveURL('/admin/');
  for (const path of ['users/user/', 'doctors/doctor/1/change/', 'appointments/appointment/']) {
    await page.goto(`/admin/${path}`);
    await expect(page.locator('#content, #main, main').first()).toBeVisible();
  }
  expect(refused).toEqual([]);
});

test('the pages of the API’s documentation too', async ({ page }) => {
  const refused = refusals(page);
  await page.goto('/api/docs/');
  await expect(page.getByText('/api/token/').first()).toBeVisible();
  await page.goto('/api/redoc/');
  // It renders the whole document at once.
  await expect(page.getByRole('heading', { name: 'Créneau' })).toBeVisible({ timeout: 40_000 });
  // Redoc asks other sites for its fonts and its logo, in vain.
  const elsewhere = /fonts\.googleapis\.com|cdn\.redoc\.ly/;
  expect(refused.filter((text) => !elsewhere.test(text))).toEqual([]);
});
