// Keeps what stands in the box of a question while it is written, so that no lock loses it. All works without this file.
"use strict";

{
  const told = document.getElementById("told");
  const typed = (extra) => {
    const data = new FormData(told);
    for (const [name, value] of Object.entries(extra)) data.set(name, value);
    return new URLSearchParams(data);
  };
  let kept = String(typed({}));
  let pause;

  const keep = () => {
    if (String(typed({})) === kept) return;
    const now = String(typed({}));
    fetch("/dictation/draft", { method: "POST", body: typed({}), credentials: "same-origin" })
      .then((answer) => { if (answer.ok) kept = now; }, () => {}); // the line is away: the next stroke tries again
  };

  told.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(keep, 1500);
  });
  told.addEventListener("submit", () => { kept = String(typed({})); });
  addEventListener("pagehide", () => {
    if (String(typed({})) !== kept) navigator.sendBeacon("/dictation/draft", typed({ by_itself: "1" }));
  });
}
