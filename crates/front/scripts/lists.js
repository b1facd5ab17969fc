// Searching and sorting of lists where there is no server to do it: on the published site.

const collator = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' })

export function enhanceLists(root) {
  for (const table of root.querySelectorAll('table[data-list]')) {
    for (const header of table.querySelectorAll('thead th[data-sort]')) {
      offerSorting(table, header)
    }
    const form = root.querySelector(`form[data-list-of="${CSS.escape(table.id)}"]`)
    if (form) offerSearching(table, form)
  }
}

function offerSorting(table, header) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'table__sort'
  button.append(...header.childNodes)
  header.append(button)
  button.addEventListener('click', () => {
    const numeric = header.classList.contains('govuk-table__header--numeric')
    const before = header.getAttribute('aria-sort')
    const first = numeric ? 'descending' : 'ascending'
    const next = before === first ? opposite(first) : first
    for (const other of table.querySelectorAll('thead th[aria-sort]')) other.removeAttribute('aria-sort')
    header.setAttribute('aria-sort', next)
    sortRows(table.tBodies[0], header.cellIndex, next === 'ascending' ? 1 : -1)
  })
}

function opposite(order) {
  return order === 'ascending' ? 'descending' : 'ascending'
}

function sortRows(body, column, sign) {
  const rows = [...body.rows].map((row, at) => ({ row, at, value: valueOf(row.cells[column]) }))
  rows.sort((a, b) => compare(a.value, b.value, sign) || a.at - b.at)
  body.append(...rows.map(({ row }) => row))
}

// What was not computed is no number and stands last in either order.
function valueOf(cell) {
  const holder = cell.querySelector('[data-pence]') ?? cell
  const number = holder.dataset.pence ?? cell.dataset.value
  if (number !== undefined) return Number(number)
  return cell.querySelector('.not-computed') ? null : cell.textContent.trim()
}

function compare(a, b, sign) {
  if (a === null || b === null) return (a === null) - (b === null)
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
  return sign * collator.compare(a, b)
}

function offerSearching(table, form) {
  const input = form.querySelector('input[type="search"]')
  const answer = form.querySelector('[role="status"]')
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    show()
  })
  input.addEventListener('input', show)
  input.value = new URLSearchParams(location.search).get('q') ?? ''
  if (input.value) show()

  function show() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
    let found = 0
    for (const row of table.tBodies[0].rows) {
      const text = row.textContent.toLowerCase()
      row.hidden = !words.every((word) => text.includes(word))
      found += row.hidden ? 0 : 1
    }
    answer.textContent = `${found.toLocaleString('en-GB')} of ${table.tBodies[0].rows.length.toLocaleString('en-GB')} shown`
  }
}
