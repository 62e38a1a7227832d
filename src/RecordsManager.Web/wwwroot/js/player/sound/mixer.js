import { Refused, Voice, ask, rate } from './voice.js';

const ahead = 6; // s of the recording at speed 1
const behind = 2;
const patience = 0.3; // s without a voice that should be heard: the picture waits for it

/**
 * Plays the stems of a recording in place of its mix, each as loud as it is told. The picture leads; the sound follows it to a few
 * milliseconds (see mixing.js). Pieces of a few seconds are fetched and decoded a little ahead and let go: an hour of sixteen voices
 * would be 11 GB.
 */
export class Mixer {
  #base;
  #playback;
  #gains = new Map(); // participant → 0…2
  #raise = 1; // of the sum, to be as loud as the mix
  #context = null;
  #node = null;
  #voices = new Map(); // participant → { voice, has, loading }
  #ending = new AbortController();
  #opened = null;
  #timer = null;
  #holding = false;
  #lags = [];
  #standsAt = null; // after a jump: where the picture stood; a sound that begins before it moves would be early

  /** @param base where the playlists lie */
  constructor(base, playback) {
    this.#base = base;
    this.#playback = playback;
  }

  /** It was asked to sound and does not: Firefox, for one, waits for ever for a device that there is not. */
  get isWithoutSound() { return this.#context?.state === 'suspended'; }
  get isOpen() { return this.#opened !== null; }

  /** @returns whether there is a stem of each who is to be heard; false: the mix goes on; null: it was closed meanwhile, or refused. */
  open(gains) {
    this.#gains = new Map(gains);
    this.#opened ??= this.#open(this.#ending.signal).catch((problem) => this.#fail(problem));
    return this.#opened;
  }

  setGains(gains) {
    this.#gains = new Map(gains);
    this.#tellGains();
    this.#pump();
  }

  /** Nothing that was fetched is left, and nothing of it sounds any more. */
  close() {
    this.#ending.abort();
    this.#ending = new AbortController();
    clearInterval(this.#timer);
    this.#node?.port.postMessage({ what: 'clear' });
    this.#node?.disconnect();
    this.#node = null;
    this.#voices.clear();
    this.#opened = null;
    this.#release();
  }

  /** What the picture does, told at once; a jump is more than a drift. */
  follow(jump) {
    if (!this.#node) return;
    if (jump) {
      this.#standsAt = this.#playback.time;
      this.#pump();
    }

    const begins = this.#standsAt !== null && this.#playback.time !== this.#standsAt;
    if (begins) this.#standsAt = null;
    const { time, rate: speed, isRunning } = this.#playback;
    const context = performance.now() / 1000 - this.#lag();
    this.#node.port.postMessage({ what: 'follow', playing: isRunning && this.#standsAt === null, speed, place: time * rate, context, jump: begins });
    this.#node.port.postMessage({ what: 'master', gain: this.#playback.muted ? 0 : this.#playback.volume * this.#raise });
  }

  /** From a context's time to the time at which it is heard, s: one reading is off by some milliseconds, the middle of many is not. */
  #lag() {
    const { contextTime, performanceTime } = this.#context.getOutputTimestamp();
    this.#lags.push(performanceTime > 0 ? performanceTime / 1000 - contextTime : performance.now() / 1000 - this.#context.currentTime);
    if (this.#lags.length > 15) this.#lags.shift();
    return [...this.#lags].sort((a, b) => a - b)[this.#lags.length >> 1];
  }

  /** Each frame: only the first one after a jump counts. */
  tick() {
    if (this.#standsAt !== null) this.follow(false);
  }

  async #open(signal) {
    this.#context ??= new AudioContext({ sampleRate: rate, latencyHint: 'interactive' });
    const [master] = await Promise.all([
      ask(new URL(`${this.#base}/master.m3u8`, location.href), signal).then((answer) => answer.text()),
      this.#context.audioWorklet.addModule(new URL('./mixing.js', import.meta.url)),
      this.#context.resume(),
    ]);
    const stems = [...master.matchAll(/(?:URI="|^)((prt_[0-9a-f]+)\/index\.m3u8)/gm)];
    if ([...this.#gains.keys()].some((participant) => !stems.some((s) => s[2] === participant))) return false;
    this.#raise = 10 ** (Number(/mix-gain",VALUE="([-0-9.]+)"/.exec(master)?.[1] ?? 0) / 20);
    for (const [, address, participant] of stems) {
      this.#voices.set(participant, { voice: new Voice(`${this.#base}/${address}`), has: new Set(), loading: new Set() });
    }

    await Promise.all([...this.#voices.values()].map(({ voice }) => voice.open(signal)));
    signal.throwIfAborted();
    this.#node = new AudioWorkletNode(this.#context, 'records-mixing', { numberOfInputs: 0, outputChannelCount: [1] });
    this.#node.port.onmessage = ({ data }) => this.#told(data);
    // The sum is raised as the mix was; what then passes full scale is held, as the mix's limiter does.
    const limiter = new DynamicsCompressorNode(this.#context, { threshold: -3, knee: 0, ratio: 20, attack: 0.003, release: 0.05 });
    this.#node.connect(limiter).connect(this.#context.destination);
    this.#tellGains();
    await this.#pump();
    signal.throwIfAborted();
    this.follow(true);
    let ticks = 0;
    this.#timer = setInterval(() => {
      this.follow(false);
      if (++ticks % 5 === 0) this.#pump();
      if (this.#holding && this.#isFed()) this.#release();
    }, 50);
    return true;
  }

  #tellGains() {
    for (const [lane, { voice }] of this.#voices) {
      this.#node?.port.postMessage({ what: 'lane', lane, end: voice.end, gain: this.#gains.get(lane) ?? 1 });
    }
  }

  /** Fetches what will be heard next; who is muted is not fetched. */
  async #pump() {
    if (!this.#node) return;
    const at = this.#playback.time * rate;
    const from = at - behind * rate;
    const to = at + ahead * rate * Math.max(1, this.#playback.rate);
    this.#node.port.postMessage({ what: 'keep', from, to });
    await Promise.all([...this.#voices].map(async ([lane, { voice, has, loading }]) => {
      const kept = new Set(voice.within(from, to));
      for (const index of has) if (!kept.has(index)) has.delete(index);
      voice.keep(kept);
      if ((this.#gains.get(lane) ?? 1) === 0) return;
      await Promise.all(voice.within(at, to).filter((index) => !has.has(index) && !loading.has(index)).map(async (index) => {
        loading.add(index);
        try {
          const chunk = await voice.decode(index, this.#context, this.#ending.signal);
          has.add(index);
          this.#node?.port.postMessage({ what: 'chunk', lane, ...chunk }, [chunk.samples.buffer]);
        } catch (problem) {
          this.#fail(problem);
        } finally {
          loading.delete(index);
        }
      }));
    }));
  }

  #told({ starved }) {
    if (starved <= patience || this.#holding) return;
    this.#holding = true;
    this.#playback.hold();
  }

  /** Everybody who is to be heard can be, for the next second. */
  #isFed() {
    const at = this.#playback.time * rate;
    return [...this.#voices].every(([lane, { voice, has }]) => this.#gains.get(lane) === 0 || voice.within(at, at + rate).every((index) => has.has(index)));
  }

  #release() {
    if (!this.#holding) return;
    this.#holding = false;
    this.#playback.release();
  }

  #fail(problem) {
    if (problem.name === 'AbortError') return null;
    this.close();
    this.#playback.refused(problem instanceof Refused ? problem.status : problem instanceof TypeError ? 0 : 500);
    return null;
  }
}
