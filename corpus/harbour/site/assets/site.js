/* The Harbour: what is left for the end of the page. */
(function (w) {
  "use strict";
  if (w.hbDone) { return; }
  w.hbDone = true;
  (w.hbq || []).push(["page", w.location.pathname]);
})(window);
