import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, linkedSignal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
import { directoryFacetsRetrieve } from '../../api/fn/directory/directory-facets-retrieve';
import { latest } from '../../core/http/latest';
import { compact } from '../../core/http/list-params';
import { Formats } from '../../core/i18n/formats';
import { I18n } from '../../core/i18n/i18n';
import type { Facets, Mode } from '../../core/models';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { DoctorCard } from './doctor-card';
import { fromUrl, isFiltered, type SearchFilters, toUrl } from './search-filters';
import { SearchStore } from './search-store';

/** The front door: search bar, filters in the URL, doctors with their free slots. */
@Component({
  selector: 'app-home-page',
  imports: [DoctorCard, EmptyState, ErrorState, Icon, Skeleton],
  providers: [SearchStore],
  templateUrl: './home-page.html',
  styleUrl: './home-page.scss',
})
export class HomePage {
  protected readonly store = inject(SearchStore);
  protected readonly i18n = inject(I18n);
  protected readonly t = this.i18n.t;
  protected readonly formats = inject(Formats);
  private readonly router = inject(Router);
  private readonly params = toSignal(inject(ActivatedRoute).queryParams, { initialValue: {} });

  protected readonly filters = computed(() => fromUrl(this.params()));
  private readonly facetsRead = httpResource<Facets>(() => {
    this.i18n.language();
    const { q, city, language, mode } = this.filters();
    return { url: directoryFacetsRetrieve.PATH, params: compact({ q, city, language, mode }) };
  });
  private readonly facets = latest(this.facetsRead, { keep: true });
  /** What the bar shows before it is submitted. */
  protected readonly draft = linkedSignal(() => ({ ...this.filters() }));
  protected readonly filtered = computed(() => isFiltered(this.filters()));
  protected readonly specialties = computed(() => this.facets()?.specialties ?? []);
  /** Those that the other filters leave doctors in. */
  protected readonly offered = computed(() => {
    const chosen = this.filters().specialty;
    return this.specialties().filter((item) => item.doctors > 0 || item.slug === chosen);
  });
  protected readonly cities = computed(() => this.facets()?.cities ?? []);
  protected readonly languages = computed(() => this.facets()?.languages ?? []);
  /** The filters in use, each removable. */
  protected readonly active = computed(() => {
    const { q, specialty, city, language } = this.filters();
    const name = this.specialties().find((item) => item.slug === specialty)?.name ?? specialty;
    const all: { key: keyof SearchFilters; label: string }[] = [
      { key: 'q', label: q && this.t('public.quoted', { text: q }) },
      { key: 'specialty', label: name },
      { key: 'city', label: city },
      { key: 'language', label: language && this.formats.languageName(language) },
    ];
    return all.filter((item) => item.label);
  });

  constructor() {
    effect(() => {
      const filters = this.filters();
      this.i18n.language();
      untracked(() => void this.store.search(filters));
    });
  }

  protected edit(key: keyof SearchFilters, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.draft.update((draft) => ({ ...draft, [key]: value }));
  }

  protected submit(event: Event): void {
    event.preventDefault();
    this.go(this.draft());
  }

  protected chooseMode(mode: Mode | ''): void {
    this.go({ ...this.draft(), mode });
  }

  protected chooseSpecialty(slug: string): void {
    const specialty = this.filters().specialty === slug ? '' : slug;
    this.go({ ...this.draft(), specialty });
  }

  protected choose(key: keyof SearchFilters, event: Event): void {
    this.go({ ...this.draft(), [key]: (event.target as HTMLSelectElement).value });
  }

  protected remove(key: keyof SearchFilters): void {
    this.go({ ...this.filters(), [key]: '' });
  }

  protected clear(): void {
    this.go(fromUrl({}));
  }

  private go(filters: SearchFilters): void {
    void this.router.navigate(['/'], { queryParams: toUrl({ ...filters, q: filters.q.trim() }) });
  }
}
