// RecordsManager's consent question on a page of yours. No dependencies; see docs/widget.md.
// Declared: <div data-records-consent="https://records.example/c/TOKEN" data-blocks="#call"></div>
// Asked:    const { answer } = await RecordsConsent.ask({ address, blocks: '#call', language: 'de' })
(() => {
  'use strict';
  const version = 1;
  const patience = 15000; // ms until a frame that does not answer is told of

  const words = {
    en: ['Consent to the recording', 'The question cannot be shown here. The page behind stays closed until it is answered.', 'Open the question'],
    de: ['Einwilligung in die Aufzeichnung', 'Die Frage kann hier nicht gezeigt werden. Die Seite dahinter bleibt zu, bis sie beantwortet ist.', 'Die Frage öffnen'],
    ar: ['الموافقة على التسجيل', 'لا يمكن عرض السؤال هنا. وتبقى الصفحة خلفه مغلقة حتى تُجيب.', 'افتح السؤال'],
  };

  /** Only an address of a consent page is framed; anything else is refused before anything is shown. */
  function read(address) {
    const url = new URL(address, document.baseURI);
    const token = /^\/c\/([A-Za-z0-9_-]{86})\/?$/.exec(url.pathname);
    if (!token || !/^https?:$/.test(url.protocol)) throw new TypeError('RecordsConsent: this is not the address of a consent page.');
    return { origin: url.origin, token: token[1] };
  }

  function elements(blocks) {
    if (!blocks) return [];
    return typeof blocks === 'string' ? [...document.querySelectorAll(blocks)] : blocks instanceof Element ? [blocks] : [...blocks];
  }

  // An element may wait for several questions: it opens with the last answer.
  const closed = new Map();
  function close(element) {
    const held = closed.get(element) || { count: 0, inert: element.inert };
    held.count++;
    closed.set(element, held);
    element.inert = true;
  }
  function open(element) {
    const held = closed.get(element);
    if (--held.count > 0) return;
    closed.delete(element);
    element.inert = held.inert;
  }

  const list = (words) => (Array.isArray(words) ? words.map(String) : []);

  /**
   * Shows the question and settles when there is an answer. Never settles without one: what it blocks stays closed.
   * A later change of the answer, wherever it was made, fires `records-consent-changed` with a detail of the same shape.
   * @typedef {{answer: 'granted'|'refused'|'withdrawn', event: string, at: string, purposes: string[], media: string[]}} Answer
   * @param {{address: string, into?: Element, blocks?: string|Element|Iterable<Element>, language?: string, signal?: AbortSignal}} options
   * @returns {Promise<Answer>}
   */
  function ask({ address, into, blocks, language, signal }) {
    const { origin, token } = read(address);
    const lang = language || document.documentElement.lang || navigator.language || 'en';
    const [title, failed, link] = words[lang.slice(0, 2).toLowerCase()] || words.en;
    const waiting = elements(blocks);
    if (into && waiting.some((element) => element.contains(into))) throw new TypeError('RecordsConsent: the question lies inside what it blocks.');
    const before = document.activeElement;
    const box = into || document.body.insertBefore(document.createElement('div'), document.body.firstChild);
    const frame = document.createElement('iframe');
    frame.title = title;
    frame.src = `${origin}/c/${token}/frame?lang=${encodeURIComponent(lang)}`;
    frame.referrerPolicy = 'no-referrer';
    frame.setAttribute('sandbox', 'allow-forms allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox');
    Object.assign(frame.style, { display: 'block', width: '100%', height: '32rem', border: '0' });
    waiting.forEach(close);
    box.append(frame);
    frame.focus();

    return new Promise((resolve) => {
      let heard = false;
      let told = null;
      const note = document.createElement('p');
      note.setAttribute('role', 'alert');
      const timer = setTimeout(() => {
        if (heard) return;
        const way = Object.assign(document.createElement('a'), { href: `${origin}/c/${token}?lang=${encodeURIComponent(lang)}`, target: '_blank', rel: 'noopener noreferrer', textContent: link });
        note.append(`${failed} `, way);
        box.append(note);
      }, patience);

      const greet = () => frame.contentWindow.postMessage({ records: 'consent', version, type: 'hello' }, origin);
      const listen = ({ source, origin: from, data }) => {
        if (source !== frame.contentWindow || from !== origin || !data || data.records !== 'consent' || data.version !== version) return;
        heard = true;
        clearTimeout(timer);
        note.remove();
        if (data.type !== 'state') return;
        if (Number.isFinite(data.height)) frame.style.height = `${Math.min(Math.max(data.height, 160), 6000)}px`;
        if (!['granted', 'refused', 'withdrawn'].includes(data.answer)) return;
        const detail = { answer: data.answer, event: String(data.event || ''), at: String(data.at || ''), purposes: list(data.purposes), media: list(data.media) };
        const now = JSON.stringify(detail);
        if (now === told) return;
        const first = !told;
        told = now;
        (into || document).dispatchEvent(new CustomEvent(first ? 'records-consent' : 'records-consent-changed', { bubbles: true, detail }));
        if (!first) return;
        waiting.forEach(open);
        box.hidden = !into; // out of sight, the frame still hears of changes
        if (signal && signal.aborted) stop();
        else if (signal) signal.addEventListener('abort', stop, { once: true });
        if (before instanceof HTMLElement && before !== document.body) before.focus();
        else if (waiting[0]) focusOn(waiting[0]);
        resolve(detail);
      };
      const stop = () => {
        removeEventListener('message', listen);
        (into ? frame : box).remove();
      };
      addEventListener('message', listen);
      frame.addEventListener('load', greet);
    });
  }

  function focusOn(element) {
    if (!element.hasAttribute('tabindex')) element.tabIndex = -1;
    element.focus();
  }

  window.RecordsConsent = Object.freeze({ ask, version });

  const declared = () => document.querySelectorAll('[data-records-consent]:not([data-asked])').forEach((into) => {
    into.dataset.asked = '';
    ask({ address: into.dataset.recordsConsent, into, blocks: into.dataset.blocks, language: into.lang || undefined });
  });
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', declared);
  else declared();
})();
