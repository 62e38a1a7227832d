// Runs on the audio thread: sums the lanes and plays the sum at any speed with its pitch kept.

const piece = 1024; // samples, 21 ms: shorter than a syllable, longer than a period of the lowest voice
const hop = piece / 2;
const reach = 384; // how far a piece may be moved to fit the one before, samples

const jumpBeyond = 0.15; // s: further off than this is another place, not a drift
const correctBeyond = 0.015; // s; more than a piece is ever moved to fit
const correctedWithin = 0.002; // s
const gentlest = 0.06; // of the speed: a correction that nobody hears

/**
 * Waveform similarity overlap-add (WSOLA, Verhelst and Roelands 1993): pieces of the sum are taken at the pace of the speed and
 * laid over each other where they fit. At speed 1 each piece is the natural continuation of the one before, and the result is the
 * sum itself, to the sample.
 *
 * The lanes share one position, so they cannot drift from each other. The picture leads: `follow` says where it is, and the
 * position is drawn after it.
 */
class Mixing extends AudioWorkletProcessor {
  #lanes = new Map(); // name → { chunks: [{ at, samples }], end, gain, wanted }
  #playing = false;
  #speed = 1;
  #place = 0; // of the next piece, samples on the timeline, before it is moved
  #last = 0; // start of the piece that is sounding
  #led = null; // { context, place }: where the picture was at which context time
  #correcting = false;
  #master = 1;
  #wantedMaster = 1;
  #shape = new Float32Array(piece);
  #fading = new Float32Array(hop); // the second half of the last piece
  #ready = new Float32Array(hop);
  #readyAt = hop;
  #natural = new Float32Array(hop);
  #search = new Float32Array(hop + 2 * reach);
  #piece = new Float32Array(piece);
  #told = 0;
  #sounding = false;
  #starvedAt = null;

  constructor() {
    super();
    for (let i = 0; i < piece; i++) this.#shape[i] = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / piece);
    this.port.onmessage = ({ data }) => this.#take(data);
  }

  #take(told) {
    switch (told.what) {
      case 'lane': {
        const lane = this.#lanes.get(told.lane);
        if (lane) lane.wanted = told.gain;
        else this.#lanes.set(told.lane, { chunks: [], end: told.end, gain: told.gain, wanted: told.gain });
        break;
      }
      case 'chunk': {
        const lane = this.#lanes.get(told.lane);
        if (lane && !lane.chunks.some((c) => c.at === told.at)) {
          lane.chunks.push({ at: told.at, samples: told.samples });
          lane.chunks.sort((a, b) => a.at - b.at);
        }
        break;
      }
      case 'keep': // nothing else: what was played, and what a seek left behind
        for (const lane of this.#lanes.values()) lane.chunks = lane.chunks.filter((c) => c.at + c.samples.length > told.from && c.at < told.to);
        break;
      case 'clear':
        this.#lanes.clear();
        this.#ready.fill(0); // not a sample more
        this.#fading.fill(0);
        this.#stop();
        break;
      case 'master':
        this.#wantedMaster = told.gain;
        break;
      case 'follow':
        this.#follow(told);
        break;
    }
  }

  #follow({ playing, speed, place, context, jump }) {
    this.#speed = speed;
    this.#led = playing ? { place, context } : null;
    if (!playing) {
      this.#stop();
      return;
    }

    if (!this.#playing || jump || Math.abs(this.#off()) > jumpBeyond * sampleRate) this.#jump();
    this.#playing = true;
  }

  /** How far the picture is ahead of the sound that is now made, samples. */
  #off() {
    const due = this.#led.place + (currentTime - this.#led.context) * this.#speed * sampleRate;
    const made = this.#place - (hop - this.#readyAt) * this.#speed; // what is ready and not yet handed out
    return due - made;
  }

  #jump() {
    this.#readyAt = hop;
    this.#correcting = false;
    this.#place = 0;
    this.#place = Math.round(this.#off());
    this.#last = this.#place - hop;
    // What was sounding fades out under the first piece at the new place.
  }

  #stop() {
    this.#playing = false;
    this.#starvedAt = null;
  }

  process(_, [[out]]) {
    if (this.#playing) {
      for (let i = 0; i < out.length;) {
        if (this.#readyAt === hop) this.#make();
        const n = Math.min(out.length - i, hop - this.#readyAt);
        out.set(this.#ready.subarray(this.#readyAt, this.#readyAt + n), i);
        this.#readyAt += n;
        i += n;
      }
      this.#sounding = true;
    } else if (this.#sounding) { // cut off it would click
      const left = this.#ready.subarray(this.#readyAt, this.#readyAt + out.length);
      for (let i = 0; i < left.length; i++) out[i] = left[i] * (1 - i / left.length);
      this.#fading.fill(0);
      this.#sounding = false;
    }

    const step = (this.#wantedMaster - this.#master) / out.length;
    for (let i = 0; i < out.length; i++) out[i] *= this.#master + step * i;
    this.#master = this.#wantedMaster;
    if (currentTime - this.#told >= 0.05) this.#tell();
    return true;
  }

  /** The next half piece: the end of the one before and the beginning of this one. */
  #make() {
    const speed = this.#paced();
    const natural = this.#last + hop;
    const wanted = Math.round(this.#place);
    const start = speed === 1 && Math.abs(wanted - natural) <= reach ? natural : this.#fitting(natural, wanted);
    this.#sum(this.#piece, start);
    for (let i = 0; i < hop; i++) {
      this.#ready[i] = this.#fading[i] + this.#piece[i] * this.#shape[i];
      this.#fading[i] = this.#piece[hop + i] * this.#shape[hop + i];
    }

    this.#last = start;
    // At speed 1 the place is what was taken; else a piece that was moved would be corrected for ever.
    this.#place = (speed === 1 ? start : this.#place) + hop * speed;
    this.#readyAt = 0;
    for (const lane of this.#lanes.values()) lane.gain = lane.wanted;
  }

  /** The speed, or a little more or less while the sound is off. */
  #paced() {
    const off = this.#led ? this.#off() / sampleRate : 0;
    if (Math.abs(off) > correctBeyond) this.#correcting = true;
    else if (Math.abs(off) < correctedWithin) this.#correcting = false;
    return this.#correcting ? this.#speed * (1 + Math.max(-gentlest, Math.min(gentlest, off / 0.5))) : this.#speed;
  }

  /** Where, near the wanted place, the sum goes on most like the natural continuation would. */
  #fitting(natural, wanted) {
    this.#sum(this.#natural, natural);
    this.#sum(this.#search, wanted - reach);
    let best = this.#best(0, 2 * reach, 8, 4);
    best = this.#best(Math.max(0, best - 8), Math.min(2 * reach, best + 8), 1, 2);
    return wanted - reach + best;
  }

  #best(from, to, by, every) {
    let best = reach;
    let most = -Infinity;
    for (let shift = from; shift <= to; shift += by) {
      let like = 0;
      let power = 1e-9;
      for (let i = 0; i < hop; i += every) {
        const sample = this.#search[shift + i];
        like += sample * this.#natural[i];
        power += sample * sample;
      }

      like /= Math.sqrt(power);
      if (like > most) {
        most = like;
        best = shift;
      }
    }

    return best;
  }

  #sum(into, from) {
    into.fill(0);
    for (const lane of this.#lanes.values()) {
      if (lane.gain === 0 && lane.wanted === 0) continue;
      const step = (lane.wanted - lane.gain) / into.length;
      for (const { at, samples } of lane.chunks) {
        const begin = Math.max(from, at);
        const end = Math.min(from + into.length, at + samples.length);
        for (let n = begin; n < end; n++) into[n - from] += samples[n - at] * (lane.gain + step * (n - from));
      }
    }
  }

  #tell() {
    this.#told = currentTime;
    const at = this.#place - (hop - this.#readyAt) * this.#speed;
    let starved = false;
    for (const lane of this.#lanes.values()) {
      if (lane.wanted > 0 && at < lane.end && !lane.chunks.some((c) => c.at <= at && at < c.at + c.samples.length)) starved = true;
    }

    if (!this.#playing || !starved) this.#starvedAt = null;
    else this.#starvedAt ??= currentTime;
    this.port.postMessage({ place: at, off: this.#playing && this.#led ? this.#off() / sampleRate : null, starved: this.#starvedAt === null ? 0 : currentTime - this.#starvedAt });
  }
}

registerProcessor('records-mixing', Mixing);
