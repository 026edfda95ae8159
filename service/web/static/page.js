// The page, alive: fresh times, copying, and news on the board. Everything is readable without it.
"use strict";
(() => {
  const STEPS = [[60, 1, "second"], [3600, 60, "minute"], [86400, 3600, "hour"], [604800, 86400, "day"], [2592000, 604800, "week"], [31536000, 2592000, "month"]];
  const MINUTE = 60000;

  function ago(moment) {
    const seconds = (Date.now() - moment) / 1000;
    if (Math.abs(seconds) < 10) return "just now";
    const [, size, unit] = STEPS.find(([end]) => Math.abs(seconds) < end) || [0, 31536000, "year"];
    const count = Math.floor(Math.abs(seconds) / size);
    const told = `${count.toLocaleString("en")} ${unit}${count === 1 ? "" : "s"}`;
    return seconds > 0 ? `${told} ago` : `in ${told}`;
  }

  function refreshTimes() {
    for (const time of document.querySelectorAll("time[data-ago]")) {
      const text = ago(Date.parse(time.dateTime));
      if (time.textContent !== text) time.textContent = text;
    }
  }

  function offerCopying(root) {
    if (!navigator.clipboard) return;
    for (const button of root.querySelectorAll("button[data-copy]")) button.hidden = false;
  }

  async function copy(button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.getAttribute("aria-label");
    button.classList.add("done");
    button.setAttribute("aria-label", "Copied");
    setTimeout(() => {
      button.classList.remove("done");
      button.setAttribute("aria-label", label);
    }, 1500);
  }

  // News does not come while somebody is reading with the keyboard, or has something selected.
  function busy(board) {
    return document.hidden || board.contains(document.activeElement) || !getSelection().isCollapsed;
  }

  function tick() {
    refreshTimes();
    const board = document.getElementById("board");
    if (board && board.hasAttribute("hx-get") && !busy(board)) htmx.trigger(document.body, "tick");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (button) copy(button);
    for (const open of document.querySelectorAll("details.travel[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector("details.travel[open]");
    if (event.key === "Escape" && open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const answered = event.detail.xhr.getResponseHeader("X-Shipledger-Position");
    const cause = event.detail.requestConfig.triggeringEvent;
    if (cause && cause.type === "tick" && answered === document.body.dataset.position) {
      event.detail.shouldSwap = false;
    } else if (answered) {
      document.body.dataset.position = answered;
    }
  });
  document.addEventListener("htmx:afterSettle", () => offerCopying(document));
  document.addEventListener("DOMContentLoaded", () => offerCopying(document));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  setInterval(tick, MINUTE / 2);
})();
