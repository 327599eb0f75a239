/** What happens, as it happens; and whether anybody is there to tell. */
import { query } from "./api.js";

const AGAIN_MS = 20_000;

/**
 * One stream of the events of all connectors while the page can be seen: a browser has six connections, a caller ten
 * streams.
 */
export class Live {
  #source = null;
  #last = null;
  #again = null;

  /**
   * @param told `event` with each event, `missed` where some are gone, `doubted` where the stream has broken off, and
   *     `opened`
   */
  constructor(told) {
    this.told = told;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#close() : this.#return()));
    this.wanted = false;
  }

  get isOpen() {
    return this.#source?.readyState === EventSource.OPEN;
  }

  start() {
    this.wanted = true;
    this.#open();
  }

  /** Events before are another reader's. */
  restart() {
    this.stop();
    this.#last = null;
    this.start();
  }

  stop() {
    this.wanted = false;
    this.#close();
  }

  /** Tries at once where the browser would wait or has given up. */
  retry() {
    if (this.wanted && !document.hidden && !this.isOpen) {
      this.#close();
      this.#open();
    }
  }

  #return() {
    if (this.wanted) {
      this.#open();
      this.told.missed();
    }
  }

  #open() {
    if (this.#source !== null || document.hidden) {
      return;
    }
    const source = new EventSource("../admin/v1/events/stream" + query({ last_event_id: this.#last }));
    this.#source = source;
    let hasOpened = false;
    source.onopen = () => {
      hasOpened = true;
      this.told.opened();
    };
    source.onmessage = (message) => this.#take(message);
    source.addEventListener("reset", () => this.told.missed());
    source.onerror = () => {
      this.told.doubted();
      if (source.readyState === EventSource.CLOSED && this.#source === source) {
        if (!hasOpened && this.#last !== null) {
          // The id may be what is not taken: with many connectors it grows too long
          this.#last = null;
          this.told.missed();
        }
        this.#close();
        this.#again = setTimeout(() => this.retry(), AGAIN_MS);
      }
    };
  }

  #take(message) {
    this.#last = message.lastEventId || this.#last;
    this.told.event(JSON.parse(message.data));
  }

  #close() {
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = null;
  }
}
