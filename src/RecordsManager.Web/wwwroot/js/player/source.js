const gone = [401, 403, 404, 410];

/** Attaches the playlist: with hls.js where there are media source extensions, else natively. */
export function openSource(video, address, startAt, onStop) {
  const Hls = window.Hls;
  return new Promise((resolve) => {
    video.addEventListener('loadedmetadata', resolve, { once: true });
    if (!Hls?.isSupported()) {
      video.addEventListener('error', () => { onStop(410); resolve(); }, { once: true });
      video.src = address;
      video.load();
      return;
    }

    // A short buffer: what was revoked should not go on for long from memory.
    const hls = new Hls({ startPosition: startAt, maxBufferLength: 20, maxMaxBufferLength: 30, backBufferLength: 30 });
    const stop = (status) => {
      hls.destroy();
      onStop(status);
      resolve();
    };
    let recovered = false;
    hls.on(Hls.Events.ERROR, (_, problem) => {
      const status = problem.response?.code;
      if (gone.includes(status)) stop(status);
      else if (problem.fatal && problem.type === Hls.ErrorTypes.MEDIA_ERROR && !recovered) {
        recovered = true;
        hls.recoverMediaError();
      } else if (problem.fatal) stop(status >= 400 ? status : problem.type === Hls.ErrorTypes.NETWORK_ERROR ? 0 : 500);
    });
    hls.loadSource(address);
    hls.attachMedia(video);
  });
}
