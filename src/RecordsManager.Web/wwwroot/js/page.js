// What the product's own pages do beyond HTML: small sheets that close, copying, progress that moves by itself.
import { watchProgress } from './progress.js';

const sheets = document.querySelectorAll('details.pop');
document.addEventListener('keydown', (event) => {
  const open = event.key === 'Escape' && document.querySelector('details.pop[open]');
  if (open) {
    open.open = false;
    open.querySelector('summary').focus();
  }
});
document.addEventListener('click', (event) => {
  for (const sheet of sheets) if (!sheet.contains(event.target)) sheet.open = false;
});

for (const button of document.querySelectorAll('[data-copy]')) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener('click', async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand('copy'); // an http address on another machine has no clipboard interface
    }
    button.lastChild.textContent = 'Copied';
  });
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

document.addEventListener('keydown', (event) => {
  const search = document.querySelector('.search .input');
  if (event.key === '/' && search && !event.target.closest('input, textarea, select') && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});

document.querySelector('.error-summary')?.focus();
watchProgress(document.querySelector('[data-progress]:not([data-progress=""])'));
