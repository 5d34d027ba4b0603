// Tells the desk when this page is shown and left, so that it locks a little after the last window was closed.
"use strict";

if (document.body.dataset.locksIn) {
  const name = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  let page = name();
  const say = (is) => navigator.sendBeacon("/window", new URLSearchParams({ page, is }));
  say("shown");
  addEventListener("pageshow", (event) => { if (event.persisted) { page = name(); say("shown"); } });
  addEventListener("pagehide", () => say("left"));
}
