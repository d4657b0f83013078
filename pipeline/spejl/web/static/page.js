// The page's own script: receives files, follows the work, opens lines to correct, plays sound.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);

let fading = 0;

function say(text, problem = false) {
  const place = $("#told");
  if (!place) return;
  clearTimeout(fading);
  place.textContent = text;
  if (!place.classList.contains("told")) return;
  place.classList.toggle("problem", problem);
  // Good news need not be put away by hand; what went wrong stays until the next thing is said.
  if (!problem) fading = setTimeout(() => { place.textContent = ""; }, 8000);
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
}

// --- Putting files in

function send(file, form) {
  const bar = $("#sent");
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const stands = $("#stand-ins") && $("#stand-ins").checked ? "&stand_ins=true" : "";
    request.open("PUT", "/files?name=" + encodeURIComponent(file.name) + stands);
    request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; };
    request.onload = () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { answer = { what: form.dataset.failed }; }
      resolve(answer);
    };
    request.onerror = () => resolve({ what: form.dataset.failed });
    request.send(file);
  });
}

async function receive(files, form) {
  const refused = [];
  let went = "";
  $("#sent").hidden = false;
  for (const file of files) {
    say(form.dataset.sending.replace("{name}", file.name));
    $("#sent").value = 0;
    const answer = await send(file, form);
    if (answer.go) went = answer.go;
    else refused.push([file.name, answer.what || form.dataset.failed, answer.advice || ""]);
  }
  $("#sent").hidden = true;
  $("#file").value = "";
  if (!refused.length) { location.assign(files.length === 1 ? went : "/"); return; }
  const list = document.createElement("ul");
  list.className = "note problem";
  for (const [name, what, advice] of refused) {
    const item = document.createElement("li");
    const strong = document.createElement("strong");
    strong.textContent = name + ": " + what;
    item.append(strong, " " + advice);
    list.append(item);
  }
  $("#told").replaceChildren(list);
}

const drop = $("#drop");
if (drop) {
  // Nothing in the form is sent as a form: files go by themselves when they are chosen.
  drop.addEventListener("submit", (event) => event.preventDefault());
  // Enter on the file field would send the form instead of opening it, as Space does.
  $("#file").addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); event.target.click(); }
  });
  $("#file").addEventListener("change", (event) => {
    if (event.target.files.length) receive([...event.target.files], drop);
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) receive([...event.dataTransfer.files], drop);
    });
  }
}

// --- Following the work

async function follow(work) {
  if ($(".work", work).dataset.waiting !== "yes") return;
  await new Promise((resolve) => setTimeout(resolve, 700));
  try {
    const answer = await fetch(work.dataset.poll);
    const fresh = parsed(await answer.text());
    if (answer.ok && fresh && fresh.dataset.waiting === "yes") {
      const spoken = $("[role=status]", work);
      const now = $("[role=status]", fresh);
      if (spoken.textContent !== now.textContent) spoken.textContent = now.textContent;
      $(".share", work).replaceWith($(".share", fresh));
    } else if (answer.status < 500) {
      location.reload();
      return;
    }
  } catch { /* Spejl may be starting anew: look again. */ }
  follow(work);
}
if ($("#work")) follow($("#work"));

// --- Correcting

const coded = $("#coded");

function close(form) {
  const row = form.closest(".row");
  form.remove();
  const chip = $("[data-edit]", row);
  chip.setAttribute("aria-expanded", "false");
  chip.focus();
}

async function open(chip) {
  const before = $(".edit", coded);
  const same = before && before.closest(".row") === chip.closest(".row");
  if (before) close(before);
  if (same) return;
  const answer = await fetch(chip.dataset.edit);
  if (!answer.ok) { say(coded.dataset.failed, true); return; }
  chip.closest(".row").append(parsed(await answer.text()));
  chip.setAttribute("aria-expanded", "true");
  $("select, input:not([type=hidden])", $(".edit", coded)).focus();
}

async function keep(form, what) {
  const body = new URLSearchParams(new FormData(form));
  const text = $("textarea", form);
  body.set("what", what);
  // Counted as the server counts: in characters, not in halves of them.
  body.set("cut", [...text.value.slice(0, text.selectionStart)].length);
  const id = form.closest(".row").id;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const html = await answer.text();
    const fresh = parsed(html);
    if (!fresh || !fresh.matches(".coded")) {
      // An answer in plain words, such as that the disk is full.
      const title = new DOMParser().parseFromString(html, "text/html").querySelector("h1");
      say(title ? title.textContent : coded.dataset.failed, true);
      return;
    }
    const only = $("#only").checked;
    const y = form.closest(".row").getBoundingClientRect().top;
    coded.replaceChildren(fresh);
    $("#only").checked = only;
    filter();
    const row = document.getElementById(id) || document.getElementById(id.replace(/-\d+$/, "-0"));
    scrollBy(0, row.getBoundingClientRect().top - y);
    $("[data-edit]", row).focus({ preventScroll: true });
    say(fresh.dataset.said, !answer.ok);
  } catch {
    say(coded.dataset.failed, true);
  }
}

function filter() {
  $("#talk").classList.toggle("only", $("#only").checked);
}

if (coded) {
  coded.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-edit]");
    if (chip) open(chip);
    if (event.target.matches("[data-close]")) close(event.target.closest(".edit"));
  });
  coded.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(event.target, event.submitter ? event.submitter.value : "code");
  });
  coded.addEventListener("change", (event) => { if (event.target.id === "only") filter(); });
  coded.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest(".edit")) close(event.target.closest(".edit"));
    if (!event.target.matches("[data-edit]") || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const chips = [...coded.querySelectorAll("[data-edit]")].filter((one) => one.offsetParent);
    const next = chips[chips.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  });
}

// --- Hearing

const audio = $("#audio");
if (audio) {
  document.addEventListener("click", (event) => {
    const hear = event.target.closest(".hear");
    if (hear) { audio.currentTime = Number(hear.dataset.at); audio.play(); }
  });
}
if (audio && coded) {
  audio.addEventListener("timeupdate", () => {
    const rows = [...coded.querySelectorAll("[data-start]")];
    const now = rows.filter((row) => Number(row.dataset.start) <= audio.currentTime).pop();
    const before = $(".now", coded);
    if (now === before || !now) return;
    if (before) before.classList.remove("now");
    now.classList.add("now");
    if ($("#follow").checked && !audio.paused && !$(".edit", coded)) now.scrollIntoView({ block: "center" });
  });
}
