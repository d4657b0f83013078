// Search when the pages are opened as files: browsers refuse workers there, so the search script
// runs in a hidden frame that looks like a worker to it.
class IFrameWorker extends EventTarget {
  constructor(url) {
    super();
    this.waiting = [];
    this.inside = null;
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.srcdoc = "<!doctype html><title>Search</title>";
    frame.addEventListener("load", () => this.start(frame.contentWindow, String(url)), {
      once: true,
    });
    document.body.append(frame);
  }

  start(inside, url) {
    const load = (source) =>
      new Promise((resolve, reject) => {
        const script = inside.document.createElement("script");
        script.src = source;
        script.onload = resolve;
        script.onerror = () => reject(new Error(`cannot load ${source}`));
        inside.document.body.append(script);
      });
    inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
    inside.importScripts = (...sources) =>
      sources.reduce((before, source) => before.then(() => load(source)), Promise.resolve());
    load(url).then(() => {
      this.inside = inside;
      this.waiting.splice(0).forEach((data) => this.postMessage(data));
    });
  }

  postMessage(data) {
    if (this.inside === null) this.waiting.push(data);
    else this.inside.dispatchEvent(new MessageEvent("message", { data }));
  }

  terminate() {}
}

if (location.protocol === "file:") {
  window.IFrameWorker = IFrameWorker;
  window.Worker = IFrameWorker;
}
