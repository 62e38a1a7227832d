// Writes every instant of the page in the reader's zone. The server wrote UTC, and the title keeps it.
const language = document.documentElement.lang || 'en';
const locale = language === 'ar' ? 'ar-EG-u-nu-latn' : language === 'en' ? 'en-GB' : language;
const thisYear = new Date().getFullYear();

const parts = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  long: { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  second: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
};

export function writeTimes(root) {
  for (const element of root.querySelectorAll('[data-as]')) write(element);
}

function write(element) {
  const at = new Date(element.getAttribute('datetime') ?? element.dataset.when);
  const shape = parts[element.dataset.as];
  if (!shape || Number.isNaN(at.getTime())) return;
  const withYear = shape.day && !shape.year && at.getFullYear() !== thisYear;
  const format = new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...shape, ...(withYear ? { year: 'numeric' } : {}) });
  element.textContent = format.format(at);
}

writeTimes(document);
