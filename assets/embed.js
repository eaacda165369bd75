// The host's side of an embedded page. It defines this element; loading it more than once does no harm:
//   <sidelight-article src="https://example.org/slug/" box="casualties">shown without this script</sidelight-article>
//
// Invariant: a frame may be hostile. Only members of a known type are read from its messages, and none of them is kept. A
// frame can't make this page keep or copy anything but a port. It can't be higher than the host allows. It can't scroll
// the page without a click or key press of the reader.
(() => {
  "use strict";
  const NAME = "sidelight-article";
  if (customElements.get(NAME)) return;
  const PROTOCOL = "sidelight/1";
  const OPTIONS = ["theme", "lang", "ui", "open", "compact", "scroll", "accent", "background"];
  // Default of the attribute `max-height`, in px.
  const MAX_HEIGHT = 1e5;
  // Within this many ms a frame may scroll the page twice, because browsers report one jump with two events.
  const PERIOD = 500;
  // For each origin, the element whose frame loads the program for the other frames (see #share).
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
      // About the page in the frame: its origin, a flag that is true after it has asked for the program, and the port that
      // it sent.
      #origin = "";
      #hasAsked = false;
      #port = null;
      // Times of the frame's last two scrolls of the page, the latest first.
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

      // Attributes that are set at the same time lead to one new frame.
      attributeChangedCallback() {
        if (!this.#frame || this.#changed) return;
        this.#changed = true;
        queueMicrotask(() => {
          this.#changed = false;
          if (this.#frame) this.#show();
        });
      }

      // Removes the element and its content.
      destroy() {
        this.remove();
        this.shadowRoot?.replaceChildren();
      }

      #address() {
        const url = new URL(this.getAttribute("src") ?? "", document.baseURI);
        if (!/^https?:$/.test(url.protocol) || !this.hasAttribute("src")) throw new TypeError("src isn't an http(s) address");
        const box = this.getAttribute("box");
        if (box) {
          if (!isId(box)) throw new TypeError("box isn't a valid box id");
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
          return console.warn(`Sidelight: <${NAME}> shows its fallback content: ${error.message}.`);
        }
        if (!this.shadowRoot) this.attachShadow({ mode: "open" }).adoptedStyleSheets = [SHEET];
        this.#retire();
        const frame = document.createElement("iframe");
        // By this name the page recognises that its host is our element.
        frame.name = PROTOCOL;
        frame.title = this.title || this.querySelector("a")?.textContent.trim() || "Sidelight";
        frame.loading = "lazy";
        frame.referrerPolicy = "no-referrer";
        frame.allow = "clipboard-write; web-share";
        frame.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
        // A frame is transparent only if its colour scheme is that of its page.
        if (/^(dark|light)$/.test(url.searchParams.get("theme"))) frame.style.colorScheme = url.searchParams.get("theme");
        frame.src = url;
        let hasLoaded = false;
        frame.onload = () => {
          // The frame shows a new page now. That page may ask once too, and hasn't loaded the program for others.
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

      // In two of three engines a sandboxed frame has no HTTP cache, so twenty boxes would load the program twenty times.
      // Instead the first frame of an origin loads it. A later frame sends a port, which is passed on to the first frame.
      // It gets the program through that port, so the program never enters this page. Each page in a frame may do this
      // once.
      #share(port) {
        if (!port || this.#hasAsked) return;
        this.#hasAsked = true;
        const loader = loaders.get(this.#origin);
        if (loader && loader !== this) return loader.#port.postMessage(null, [port]);
        loaders.set(this.#origin, this);
        this.#port = port;
        // Nothing listens on this port. Starting it makes the browser drop the frame's messages instead of queueing them.
        port.start();
        port.postMessage(null);
      }

      // Makes the next frame that asks load the program.
      #retire() {
        this.#hasAsked = false;
        if (loaders.get(this.#origin) === this) loaders.delete(this.#origin);
      }

      #scroll(top) {
        const now = Date.now();
        // Only right after a click or key press in the frame, and only to a position within the frame.
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
