// Searching and sorting of lists where there is no server to do it: on the published site.

const collator = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' })

export function enhanceLists(root) {
  for (const table of root.querySelectorAll('table[data-list]')) {
    takeRest(table, root.querySelector(`details[data-rest-of="${CSS.escape(table.id)}"]`))
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

// The rows that are folded away below a list belong to it: they are searched and sorted with the others.
function takeRest(table, rest) {
  if (!rest) return
  // As many as stood open are shown, and as many more each time.
  table.nShown = table.tBodies[0].rows.length
  table.tBodies[0].append(...rest.querySelectorAll('tbody > tr'))
  const more = document.createElement('button')
  more.type = 'button'
  more.className = 'govuk-button govuk-button--secondary'
  more.textContent = `Show ${table.nShown} more`
  more.addEventListener('click', () => showSome(table, Number(table.dataset.shown) + table.nShown))
  rest.replaceWith(more)
  table.moreButton = more
  showSome(table, table.nShown)
}

// Shows the first of those rows that were found.
function showSome(table, n) {
  table.dataset.shown = n
  let found = 0
  for (const row of table.tBodies[0].rows) {
    row.hidden = 'out' in row.dataset || found >= n
    found += 'out' in row.dataset ? 0 : 1
  }
  if (table.moreButton) table.moreButton.hidden = found <= n
}

function opposite(order) {
  return order === 'ascending' ? 'descending' : 'ascending'
}

function sortRows(body, column, sign) {
  const rows = [...body.rows].map((row, at) => ({ row, at, value: valueOf(row.cells[column]) }))
  rows.sort((a, b) => compare(a.value, b.value, sign) || a.at - b.at)
  body.append(...rows.map(({ row }) => row))
  const table = body.parentElement
  if (table.moreButton) showSome(table, table.nShown)
}

// What was not computed is not a number and stands last in either order.
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
    const found = showRows(table, (text) => words.every((word) => text.includes(word)))
    const all = table.tBodies[0].rows.length.toLocaleString('en-GB')
    if (found > 0) {
      answer.textContent = `${found.toLocaleString('en-GB')} of ${all} found`
      return
    }
    const near = showRows(table, (text) => {
      const parts = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
      return words.every((word) => text.includes(word) || parts.some((part) => isSlipOf(word, part)))
    })
    answer.textContent =
      near > 0
        ? `No name contains “${input.value}”. Did you mean ${near === 1 ? 'this one' : `one of these ${near.toLocaleString('en-GB')}`}?`
        : `No name contains “${input.value}”. Try fewer letters, or another spelling.`
  }
}

// Shows the rows that are wanted by their text in small letters, and says how many they are.
function showRows(table, isWanted) {
  let found = 0
  for (const row of table.tBodies[0].rows) {
    if (isWanted(row.textContent.toLowerCase())) {
      delete row.dataset.out
      found += 1
    } else {
      row.dataset.out = ''
    }
  }
  showSome(table, table.moreButton ? table.nShown : Infinity)
  return found
}

// Whether a word becomes another, or its beginning, by one slip; by two where it is long. As the server does it.
function isSlipOf(typed, word) {
  const nMax = typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2
  if (nMax === 0 || word.length + nMax < typed.length) return false
  const part = word.slice(0, typed.length + nMax)
  let before = []
  let last = Array.from({ length: part.length + 1 }, (_, at) => at)
  for (let i = 0; i < typed.length; i++) {
    const row = [i + 1]
    for (let j = 0; j < part.length; j++) {
      let least = Math.min(last[j] + (typed[i] === part[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      const isTurned = i > 0 && j > 0 && typed[i - 1] === part[j] && typed[i] === part[j - 1]
      if (isTurned) least = Math.min(least, before[j - 1] + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return Math.min(...last.slice(Math.max(0, typed.length - nMax))) <= nMax
}
