// What every page gains from scripts. Each page is whole without them.

import { ServiceNavigation } from 'govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs'

import { enhanceLists } from './lists.js'
import { foldSections } from './sections.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

for (const navigation of document.querySelectorAll('[data-module="govuk-service-navigation"]')) {
  new ServiceNavigation(navigation)
}

enhanceLists(document)
foldSections()
offerPrinting()
fillInAddresses()
loadChartsAfterThePage()

function offerPrinting() {
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
}

// A snippet to embed names the site by the address it is read at; without scripts it says where to put it.
function fillInAddresses() {
  for (const snippet of document.querySelectorAll('[data-embed]')) {
    const address = new URL(snippet.dataset.embed, document.baseURI).href
    snippet.textContent = snippet.textContent.replace(/src="[^"]*"/, () => `src="${address}"`)
  }
}

// Charts are heavy and come last: the page reads the same without them.
function loadChartsAfterThePage() {
  const address = document.documentElement.dataset.charts
  if (!address || !document.querySelector('table[data-chart]')) return
  const load = () => {
    const script = document.createElement('script')
    script.src = address
    document.head.append(script)
  }
  if (document.readyState === 'complete') load()
  else window.addEventListener('load', load)
}
