// Coding from scratch: a letter codes the line that has the focus, and the next line follows.
"use strict";

const hand = $("#by-hand");
const divide = $("#divide");
let current = 0;
// One change after the other: each names the version that it saw.
let queue = Promise.resolve();

function chips() {
  return [...hand.querySelectorAll("[data-line]")];
}

function chip(line) {
  return $(`[data-line="${line}"]`, hand);
}

function mark(button) {
  current = Number(button.dataset.line);
  for (const group of document.querySelectorAll(".palette [data-for]")) {
    group.hidden = group.dataset.for !== button.dataset.role;
  }
  for (const row of hand.querySelectorAll(".now")) row.classList.remove("now");
  button.closest(".row").classList.add("now");
}

function beside(step) {
  const all = chips();
  return all[all.indexOf(chip(current)) + step];
}

async function send(line, values) {
  const body = new URLSearchParams({ version: $(".by-hand", hand).dataset.version, ...values });
  try {
    const answer = await fetch(hand.dataset.address + line, { method: "POST", body });
    const fresh = parsed(await answer.text());
    if (!fresh || !fresh.matches(".by-hand")) { say(hand.dataset.failed, true); return; }
    const focused = document.activeElement;
    const at = focused && focused.dataset && focused.dataset.line !== undefined && hand.contains(focused);
    shut();
    hand.replaceChildren(fresh);
    const next = chip(current) || chips().pop();
    if (next) { mark(next); if (at || values.what !== "code") next.focus({ preventScroll: at }); }
    if (fresh.dataset.said) say(fresh.dataset.said, true);
  } catch {
    say(hand.dataset.failed, true);
  }
}

function change(line, values) {
  queue = queue.then(() => send(line, values));
  return queue;
}

function code(label) {
  const line = current;
  const next = label ? beside(1) : null;
  if (next) next.focus();
  change(line, { what: "code", code: label });
}

function shut() {
  divide.hidden = true;
  // Kept outside the lines, which are replaced.
  hand.after(divide);
}

function unfold(button) {
  if (!button) return;
  const row = button.closest(".row");
  $("textarea", divide).value = $(".said-here", row).textContent;
  $("[value=join]", divide).hidden = button.dataset.joins === undefined;
  row.append(divide);
  divide.hidden = false;
  $("textarea", divide).focus();
}

hand.addEventListener("focusin", (event) => { if (event.target.matches("[data-line]")) mark(event.target); });

hand.addEventListener("click", (event) => {
  if (!event.target.matches("[data-line]")) return;
  mark(event.target);
  // What is still being kept replaces the lines, and would shut what is opened now.
  queue = queue.then(() => unfold(chip(current)));
});

hand.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-line]") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = beside(event.key === "ArrowDown" ? 1 : -1);
    if (next) next.focus();
    event.preventDefault();
  } else if (event.key === "Backspace" || event.key === "Delete") {
    event.preventDefault();
    code("");
  } else {
    const found = $(`[data-for="${event.target.dataset.role}"] [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (found && event.key.length === 1) { event.preventDefault(); code(found.dataset.code); }
  }
});

for (const button of document.querySelectorAll("[data-code]")) {
  button.addEventListener("click", () => { chip(current).focus(); code(button.dataset.code); });
}

// Read only by these means: in a field marked so, the arrow keys do not move the cursor.
divide.addEventListener("beforeinput", (event) => event.preventDefault());

divide.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("textarea", divide);
  const what = event.submitter ? event.submitter.value : "split";
  change(current, { what, cut: [...text.value.slice(0, text.selectionStart)].length });
});

divide.addEventListener("click", (event) => {
  if (event.target.matches("[data-close]")) { const at = current; shut(); chip(at).focus(); }
});

divide.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { const at = current; shut(); chip(at).focus(); }
});

if (chips().length) mark(chips()[0]);
