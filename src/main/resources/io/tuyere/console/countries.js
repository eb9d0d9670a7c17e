// Which data centre people of a country live in.

import { all } from './api.js';
import { el, field, fill, section, table } from './dom.js';

async function show(place, { signal, rest, say }) {
  const countries = await all('/admin/v1/countries', 'countries', 1_000, signal);
  countries.sort((a, b) => a.name.localeCompare(b.name));
  const input = el('input', { type: 'search', value: rest, autocomplete: 'off', spellcheck: false });
  const found = table('Countries and their regions', ['Country', 'ISO', 'Calling code', 'Region', 'In apps before 2025-06-03',
    'Because', { name: 'Note', kind: 'words' }], [], 'No country fits.');
  const filter = () => {
    const fitting = countries.filter((country) => fits(country, input.value));
    found.update(fitting.map(row));
    say(`${fitting.length} of ${countries.length} countries`);
  };
  input.addEventListener('input', filter);
  filter();
  fill(place, section('Find a country', field('Name, ISO code, calling code or region', input, 'For example: germany, DE, +49 or eu.')),
    section('By region', table('Countries in each region', ['Region', { name: 'Countries', kind: 'number' }], counts(countries))),
    section('Countries', found));
}

function fits(country, text) {
  const wish = text.trim().toLowerCase();
  const digits = wish.replace(/^(\+|00)/, '');
  if (/^\d+$/.test(digits)) {
    // Codes begin alike: with a longer number, the country is the one whose code begins it.
    return country.calling_code.startsWith(digits) || digits.startsWith(country.calling_code);
  }
  return country.name.toLowerCase().includes(wish) || country.iso2.toLowerCase() === wish || country.region.toLowerCase() === wish;
}

function row(country) {
  const earlier = country.region_before_2025_06_03;
  return [country.name, country.iso2, `+${country.calling_code}`, country.region, earlier === country.region ? 'the same' : earlier,
    country.basis, country.note];
}

function counts(countries) {
  const by = new Map();
  countries.forEach(({ region }) => by.set(region, (by.get(region) ?? 0) + 1));
  return [...by].sort((a, b) => b[1] - a[1]).map(([region, count]) => [region, String(count)]);
}

export default { title: 'Countries and regions', show };
