// The widget for topics gives its search field no name: it takes that of the field it belongs to.
window.addEventListener("load", () => {
  for (const search of document.querySelectorAll(".form-row .select2-search__field")) {
    const label = search.closest(".form-row").querySelector("label");
    search.setAttribute("aria-label", label.textContent.replace(/:\s*$/, ""));
  }
});
