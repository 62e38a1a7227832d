const patience = 5000; // after the reader scrolled, the list stays where they put it for so long

/** Chat and transcript: marks what is heard now and keeps it in sight; a click or Enter on a message seeks to it. */
export function followChat(root, playback, until) {
  for (const list of root.querySelectorAll('[data-chat]')) followList(list, playback, until);
}

function followList(list, playback, until) {
  const messages = [...list.querySelectorAll('.msg')].map((element) => ({ element, at: Number(element.dataset.at) / 1000 }));
  if (messages.length === 0) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  let current;
  let readerScrolledAt = -Infinity;
  for (const name of ['wheel', 'touchmove', 'keydown']) list.addEventListener(name, () => { readerScrolledAt = performance.now(); }, { passive: true });

  for (const { element, at } of messages) {
    const address = element.querySelector('.at');
    address.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      readerScrolledAt = -Infinity;
      playback.seek(at);
    });
  }

  playback.onTime((time) => {
    const index = lastAtOrBefore(messages, time);
    if (index === current) return;
    current = index;
    messages.forEach(({ element }, i) => {
      element.classList.toggle('msg-ahead', i > index && time > 0);
      if (i === index) element.setAttribute('aria-current', 'true');
      else element.removeAttribute('aria-current');
    });
    if (index >= 0 && performance.now() - readerScrolledAt > patience) show(list, messages[index].element, still.matches);
  }, until);
}

// A seek lands on a frame, not on the millisecond: a message counts as reached a frame before its time.
const frame = 1 / 30;

function lastAtOrBefore(messages, time) {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle].at <= time + frame) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// Scrolls the list alone: scrollIntoView would move the page under the reader.
function show(list, element, instantly) {
  if (element.hidden) return; // searched away
  const top = element.offsetTop - list.offsetTop;
  if (top >= list.scrollTop && top + element.offsetHeight <= list.scrollTop + list.clientHeight) return;
  list.scrollTo({ top: top - list.clientHeight / 3, behavior: instantly ? 'instant' : 'smooth' });
}
