// On a small screen a long page shows its headings, and each opens what stands under it. Without scripts all stands open.

const SMALL = '(max-width: 40em)'
// Pages shorter than this are read by scrolling.
const HEIGHT_MAX = 5000

export function foldSections() {
  if (!matchMedia(SMALL).matches || document.documentElement.scrollHeight <= HEIGHT_MAX) return
  const sections = [...document.querySelectorAll('main > .section')]
  for (const section of sections) foldSection(section)
  openTarget(sections)
  window.addEventListener('hashchange', () => openTarget(sections))
  // What is folded away on a screen stands on paper.
  window.addEventListener('beforeprint', () => sections.forEach((section) => show(section, true)))
}

function foldSection(section) {
  const heading = section.querySelector(':scope > h2')
  if (!heading) return
  const content = document.createElement('div')
  content.className = 'section__content'
  content.id = `${heading.id}-content`
  while (heading.nextSibling) content.append(heading.nextSibling)
  section.append(content)
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'section__toggle'
  button.setAttribute('aria-controls', content.id)
  const text = document.createElement('span')
  text.append(...heading.childNodes)
  button.append(text)
  heading.append(button)
  button.addEventListener('click', () => show(section, content.hidden))
  show(section, false)
}

function show(section, isShown) {
  const content = section.querySelector(':scope > .section__content')
  if (!content) return
  content.hidden = !isShown
  section.querySelector('.section__toggle').setAttribute('aria-expanded', String(isShown))
}

// A link to a heading, or to something under one, opens it.
function openTarget(sections) {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
  const section = target && sections.find((section) => section.contains(target))
  if (!section) return
  show(section, true)
  target.scrollIntoView()
}
