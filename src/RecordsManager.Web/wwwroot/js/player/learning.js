const often = 10_000; // a player that plays says so
const settled = 300; // ms without another seek: dragging the knob is one seek
const least = 0.5; // s; less is no seek but the player finding its place again
const most = 40; // events in a message
const patience = 250; // events that wait for the network: older ones are worth less than memory

/**
 * Asks who watches whether what they play may be reported, and reports it if they agree: to our server, which knows what to make of
 * it. Until then nothing leaves the page. Their answer can be changed at any time.
 */
export function followLearning(root, playback) {
  const panel = root.querySelector('[data-learning]');
  if (!panel) return;
  const report = new Report(root, playback);
  const show = (answer) => {
    panel.dataset.learning = answer;
    for (const part of panel.querySelectorAll('[data-when]')) part.hidden = part.dataset.when !== answer;
    report.isOn = answer === 'yes';
  };
  for (const button of panel.querySelectorAll('[data-answer]')) {
    button.addEventListener('click', async () => {
      const agrees = button.dataset.answer === 'yes';
      if (!agrees) report.isOn = false; // at once, whatever becomes of the message
      const said = await post(`${root.dataset.player}/learning/answer`, { agrees });
      panel.querySelector('[data-learning-problem]').hidden = said?.ok === true;
      if (said?.ok) {
        show(agrees ? 'yes' : 'no');
        panel.querySelector('[data-when]:not([hidden]) button')?.focus(); // the one that was pressed is gone
      }
    });
  }
  panel.hidden = false;
  show(panel.dataset.learning);
}

class Report {
  #base;
  #video;
  #playback;
  #isOn = false;
  #session = null;
  #beginning = false;
  #sending = false;
  #events = [];
  #number = 0;
  #last = 0; // where it was before a seek
  #seek = null;
  #wasPaused = true;

  constructor(root, playback) {
    this.#base = `${root.dataset.player}/learning`;
    this.#video = root.querySelector('video');
    this.#playback = playback;
    playback.onTime((time) => { if (!this.#video.seeking && !this.#seek) this.#last = time; });
    playback.onChange(() => this.#changed());
    this.#video.addEventListener('seeking', () => this.#seeks());
    setInterval(() => this.#alive(), often);
    addEventListener('pagehide', () => this.#leave());
    addEventListener('pageshow', (event) => { if (event.persisted) this.#wasPaused = true; });
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') this.#alive(); });
  }

  /** Switched on while it plays it begins there; switched off nothing that was not sent is kept. */
  set isOn(on) {
    if (on === this.#isOn) return;
    this.#isOn = on;
    this.#session = null;
    this.#events = [];
    this.#wasPaused = true;
    if (on) this.#changed();
  }

  #changed() {
    const paused = this.#playback.paused;
    if (!this.#isOn || paused === this.#wasPaused) return;
    this.#settle();
    this.#wasPaused = paused;
    this.#say(paused ? 'paused' : 'played', this.#playback.time);
  }

  #seeks() {
    if (!this.#isOn || this.#video.readyState === 0) return;
    clearTimeout(this.#seek?.timer);
    this.#seek = { from: this.#seek?.from ?? this.#last, to: this.#video.currentTime, at: performance.now(), timer: setTimeout(() => this.#settle(), settled) };
  }

  #settle() {
    const seek = this.#seek;
    if (!seek) return;
    clearTimeout(seek.timer);
    this.#seek = null;
    this.#last = seek.to;
    // before the first play it only chooses where to begin
    if (Math.abs(seek.to - seek.from) >= least && (this.#session || this.#beginning)) this.#say('seeked', seek.to, seek.from, seek.at);
  }

  #alive() {
    if (!this.#isOn || this.#wasPaused || this.#seek) return;
    this.#say('alive', this.#playback.time);
  }

  #say(kind, at, from = 0, when = performance.now()) {
    this.#events = this.#events.slice(-patience + 1);
    this.#events.push({ kind, at, from, when, number: ++this.#number });
    this.#send();
  }

  #message(events) {
    const now = performance.now();
    return { session: this.#session, events: events.map(({ kind, number, at, from, when }) => ({ kind, number, at, from, ago: Math.round(now - when) })) };
  }

  async #send() {
    if (this.#sending || !this.#isOn) return;
    this.#sending = true;
    try {
      while (this.#isOn && this.#events.length > 0) {
        this.#session ??= await this.#begin();
        if (!this.#session || !this.#isOn) return;
        const sent = this.#events.slice(0, most);
        const said = await post(`${this.#base}/events`, this.#message(sent));
        if (!said || said.status >= 500) return; // with the next word
        this.#events = this.#events.filter((event) => !sent.includes(event));
        if (said.status === 409) this.#renew();
        else if (!said.ok) this.isOn = false; // no longer allowed, or switched off
      }
    } finally {
      this.#sending = false;
    }
  }

  async #begin() {
    this.#beginning = true;
    const begun = await post(`${this.#base}/begin`, {});
    this.#beginning = false;
    if (begun?.ok) return (await begun.json()).session;
    if (begun && begun.status < 500) this.isOn = false;
    return null;
  }

  /** The session is over for the server, as after a long sleep: what plays now is another one. */
  #renew() {
    this.#session = null;
    this.#events = this.#playback.paused ? [] : [{ kind: 'played', at: this.#playback.time, from: 0, when: performance.now(), number: ++this.#number }];
  }

  /** A beacon outlives the page. What is under way already is told again: the server knows it by its number. */
  #leave() {
    if (!this.#isOn || !this.#session) return;
    this.#settle();
    const events = [...this.#events.slice(-most), { kind: 'closed', at: this.#playback.time, from: 0, when: performance.now(), number: ++this.#number }];
    navigator.sendBeacon(`${this.#base}/events`, new Blob([JSON.stringify(this.#message(events))], { type: 'application/json' }));
    this.#session = null;
    this.#events = [];
    this.#wasPaused = true;
  }
}

/** Null: nobody answered. */
function post(address, body) {
  return fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), keepalive: true }).catch(() => null);
}
