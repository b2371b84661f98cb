// toc.js: the contents of the long form stand open where there is room, and a link to a part opens it.
export default function contents(box) {
  box.open = matchMedia("(min-width: 1000px)").matches
  const reveal = () => {
    const part = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("details")
    if (part) part.open = true
  }
  document.addEventListener("click", event => {
    const link = event.target.closest('a[href^="#"]')
    const part = link && document.getElementById(link.hash.slice(1))?.closest("[data-part]")
    if (part) part.open = true
  })
  addEventListener("hashchange", reveal)
  reveal()
}
