// Listeners for the toolbar, which is a part of the page. They serve it until the program runs and after, and only read and set
// attributes, so that they work in any state of the program. The script follows `prepaint.js` in the same block, and uses its
// names.
const hasListeners = Symbol.for("sidelight.prepaint");
if (!(hasListeners in window)) {
  window[hasListeners] = true;
  if (typeof WebAssembly === "object") dataset.program = "loads";
  const listen = (kind, act) => document.addEventListener(kind, act, true);
  const radios = () => [...document.querySelectorAll("#type-form input")];
  const choiceOf = ({ name, value }) => `${name}=${value}`;
  const save = () => {
    setScheme();
    let saved = true;
    const choices = radios().map(choiceOf).filter((choice) => {
      const [name, value] = choice.split("=");
      return isKnown(choice) && dataset[name] === value;
    });
    try {
      if (choices.length) localStorage.setItem(key, choices.join(" "));
      else localStorage.removeItem(key);
    } catch {
      saved = false;
    }
    document.querySelector(".settings-said > span").hidden = saved;
  };
  // Checks the radio buttons of the current settings. The default of a setting is the choice that isn't known.
  const check = () => {
    for (const radio of radios()) {
      const { name, value } = radio;
      radio.checked = isKnown(`${name}=${dataset[name]}`) ? dataset[name] === value : !isKnown(choiceOf(radio));
    }
  };
  listen("change", ({ target }) => {
    if (target.form?.id !== "type-form") return;
    if (isKnown(choiceOf(target))) dataset[target.name] = target.value;
    else delete dataset[target.name];
    save();
  });
  listen("reset", ({ target }) => {
    if (target.id !== "type-form") return;
    for (const { name } of radios()) delete dataset[name];
    save();
    // The browser resets the form after this.
    setTimeout(check);
  });
  // A panel that opens shows the current settings.
  listen("beforetoggle", ({ target }) => {
    if (target.id === "panel-type") check();
  });
  // It also gets the focus. The browser gives it back when the panel closes.
  listen("toggle", ({ target, newState }) => {
    if (newState === "open" && target.matches(".tool-panel")) {
      (target.querySelector(".search-field") ?? target).focus({ preventScroll: true });
    }
  });
  // Without the loader, no program comes.
  listen("error", ({ target }) => {
    if (target.id === "boot") delete dataset.program;
  });
  listen("click", ({ target }) => {
    target.closest?.(".tool-panel a[href^='#']")?.closest("[popover]").hidePopover();
    // The editions of an article have the same ids, so the reader stays at the same fact or passage.
    const edition = target.closest?.(".editions a");
    if (edition) edition.hash = location.hash;
  });
}
