// The framed consent page: tells the page around it, and only that one and only where it is allowed, what was answered.
const page = document.getElementById('main');
const allowed = (page.dataset.origins ?? '').split(' ').filter(Boolean);
const message = (type, more = {}) => ({ records: 'consent', version: 1, type, ...more });

let host = null;
const tell = () => {
  if (host) {
    const { answer = null, event = null } = page.dataset;
    parent.postMessage(message('state', { answer, event, height: document.documentElement.offsetHeight }), host);
  }
};

if (parent !== window) {
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== parent || !allowed.includes(origin) || data?.records !== 'consent' || data.version !== 1 || data.type !== 'hello') {
      return;
    }

    host = origin;
    tell();
  });
  new ResizeObserver(tell).observe(document.documentElement);}
