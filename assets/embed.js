// The host's side of an embedded page. Loaded once or more often, it makes this element work:
//   <sidelight-article src="https://example.org/slug/" box="casualties">what is there without it</sidelight-article>
//
// Invariant: a frame may be hostile. Only members of a known type are read from its messages, and none of them is kept. It
// can't have this page keep or copy anything but a port, grow higher than the host allows, or scroll it without a reader.
(() => {
  "use strict";
  const NAME = "sidelight-article";
  if (customElements.get(NAME)) return;
  const PROTOCOL = "sidelight/1";
  const OPTIONS = ["theme", "ui", "open", "compact", "scroll", "accent"];
  // The default of the attribute max-height, in px.
  const MAX_HEIGHT = 1e5;
  // In this many ms a frame may scroll the page twice: browsers report one jump by two events.
  const PERIOD = 500;
  // By origin, the element whose frame loads the program for the others (see #share).
  const loaders = new Map();
  const isId = (value) => typeof value === "string" && /^[a-z\d-]{1,99}$/.test(value);
  const SHEET = new CSSStyleSheet();
  SHEET.replaceSync(":host{display:block;box-sizing:border-box;width:100%}:host([hidden]){display:none}iframe{display:block;width:100%;border:0}");

  customElements.define(
    NAME,
    class extends HTMLElement {
      static observedAttributes = ["src", "box", "height", "max-height", "title", ...OPTIONS];
      #frame = null;
      #changed = false;
      // Of the frame: where its page is from, whether that has asked for the program, and the port through which it did.
      #origin = "";
      #hasAsked = false;
      #port = null;
      // When the frame last scrolled the page, and when before that.
      #scrolls = [];
      #hear = (event) => {
        if (event.source && event.source === this.#frame?.contentWindow) this.#take(event);
      };

      connectedCallback() {
        addEventListener("message", this.#hear);
        this.#show();
      }

      disconnectedCallback() {
        removeEventListener("message", this.#hear);
        this.#retire();
        this.#frame?.remove();
        this.#frame = null;
      }

      // Several attributes set at once make one new frame.
      attributeChangedCallback() {
        if (!this.#frame || this.#changed) return;
        this.#changed = true;
        queueMicrotask(() => {
          this.#changed = false;
          if (this.#frame) this.#show();
        });
      }

      // Takes the element away with all that belongs to it.
      destroy() {
        this.remove();
        this.shadowRoot?.replaceChildren();
      }

      #address() {
        const url = new URL(this.getAttribute("src") ?? "", document.baseURI);
        if (!/^https?:$/.test(url.protocol) || !this.hasAttribute("src")) throw new TypeError("src is not an http address");
        const box = this.getAttribute("box");
        if (box) {
          if (!isId(box)) throw new TypeError("box is not the id of a box");
          url.pathname = url.pathname.replace(/\/?$/, `/${box}/`);
        }
        url.searchParams.set("embed", "");
        for (const name of OPTIONS) if (this.hasAttribute(name)) url.searchParams.set(name, this.getAttribute(name));
        return url;
      }

      #show() {
        let url;
        try {
          url = this.#address();
        } catch (error) {
          return console.warn(`Sidelight: <${NAME}> shows what is in it: ${error.message}.`);
        }
        if (!this.shadowRoot) this.attachShadow({ mode: "open" }).adoptedStyleSheets = [SHEET];
        this.#retire();
        const frame = document.createElement("iframe");
        // By this name the page knows that its host is an element of ours.
        frame.name = PROTOCOL;
        frame.title = this.title || this.querySelector("a")?.textContent.trim() || "Sidelight";
        frame.loading = "lazy";
        frame.referrerPolicy = "no-referrer";
        frame.allow = "clipboard-write; web-share";
        frame.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
        frame.src = url;
        let hasLoaded = false;
        frame.onload = () => {
          // It shows another page than before, which may ask once too, and loads nothing for others yet.
          if (hasLoaded && frame === this.#frame) this.#retire();
          hasLoaded = true;
        };
        this.#frame = frame;
        this.#origin = url.origin;
        this.#fit(this.#pixels("height") || 480);
        this.shadowRoot.replaceChildren(frame);
      }

      #pixels(name) {
        return parseInt(this.getAttribute(name), 10);
      }

      #fit(height) {
        return (this.#frame.height = Math.min(Math.ceil(height), this.#pixels("max-height") || MAX_HEIGHT));
      }

      // Two of three engines have no HTTP cache for a sandboxed frame, so twenty boxes would load the program twenty times.
      // Instead the first frame of an origin loads it. A later one brings a port, which is passed on to the first, and gets
      // the program through that: it never comes into this page. Each page in a frame is put through once.
      #share(port) {
        if (!port || this.#hasAsked) return;
        this.#hasAsked = true;
        const loader = loaders.get(this.#origin);
        if (loader && loader !== this) return loader.#port.postMessage(null, [port]);
        loaders.set(this.#origin, this);
        this.#port = port;
        // Nobody listens, but what the frame posts is dropped instead of queued.
        port.start();
        port.postMessage(null);
      }

      // The next frame that asks loads the program.
      #retire() {
        this.#hasAsked = false;
        if (loaders.get(this.#origin) === this) loaders.delete(this.#origin);
      }

      #scroll(top) {
        const now = Date.now();
        // Only for a reader who has just clicked or typed in the frame, and only to places in it.
        if (!Number.isFinite(top) || top < 0 || this.shadowRoot.activeElement !== this.#frame || now - this.#scrolls[1] < PERIOD) return;
        if (!(navigator.userActivation?.isActive ?? true)) return;
        this.#scrolls = [now, this.#scrolls[0]];
        const place = this.#frame.getBoundingClientRect();
        scrollBy(0, place.top + Math.min(top, place.height));
      }

      #take({ data, ports }) {
        if (data?.protocol !== PROTOCOL) return;
        const { type, height, top, box, open, evidence } = data;
        let detail;
        if (type === "ready") {
          detail = {};
          const events = this.hasAttribute("events");
          this.#frame.contentWindow.postMessage({ protocol: PROTOCOL, type: "hello", events }, "*");
        } else if (type === "program") this.#share(ports[0]);
        else if (type === "scroll") this.#scroll(top);
        else if (type === "height" && Number.isFinite(height) && height > 0 && !this.hasAttribute("scroll")) {
          detail = { height: this.#fit(height) };
        } else if (type === "open" && isId(box) && typeof open === "boolean") detail = { box, open };
        else if (type === "passage" && isId(evidence)) detail = { evidence };
        if (detail && this.hasAttribute("events")) {
          this.dispatchEvent(new CustomEvent(`sidelight:${type}`, { bubbles: true, composed: true, detail }));
        }
      }
    },
  );
})();
