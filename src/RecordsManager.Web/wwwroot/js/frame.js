// The framed consent page: tells the page around it, and only that one and only where it is allowed, how the answer stands.
const page = document.getElementById('main');
const allowed = (page.dataset.origins ?? '').split(' ').filter(Boolean);
const message = (type, more = {}) => ({ records: 'consent', version: 1, type, ...more });
const shown = page.dataset.state;
const often = 5_000; // ms between two looks, in sight
const seldom = 30_000; // and in a tab behind others

let host = null;
const tell = () => {
  if (host) {
    const none = { answer: null, event: null, at: null, purposes: [], media: [] };
    parent.postMessage(message('state', { ...(shown ? JSON.parse(shown) : none), height: document.documentElement.offsetHeight }), host);
  }
};

// Only beside a receipt: whoever is answering is not interrupted. What was changed elsewhere is shown by loading the page again,
// which is greeted again and tells it.
let timer = null;
const look = async () => {
  clearTimeout(timer);
  try {
    const answer = await fetch(`${location.pathname}?handler=state`, { cache: 'no-store', credentials: 'omit' });
    if (answer.status === 404) return;
    if (answer.ok && (await answer.text()) !== shown) {
      location.replace(`${location.pathname}?lang=${document.documentElement.lang}`);
      return;
    }
  } catch {
    // No connection: the next look may have one.
  }
  timer = setTimeout(look, document.hidden ? seldom : often);
};

if (parent !== window) {
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== parent || !allowed.includes(origin) || data?.records !== 'consent' || data.version !== 1 || data.type !== 'hello') {
      return;
    }

    host = origin;
    tell();
  });
  new ResizeObserver(tell).observe(document.documentElement);
  if (shown) {
    timer = setTimeout(look, often);
    document.addEventListener('visibilitychange', () => document.hidden || look());
  }
}
