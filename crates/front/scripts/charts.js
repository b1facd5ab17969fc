// Charts, drawn from the tables that stand on the page.

import { BarChart, LineChart, SankeyChart, TreemapChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'

import { leastWidth, optionOf } from './charts/options.js'
import { readTable } from './charts/read.js'
import { offerDownloads } from './charts/save.js'

echarts.use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  GridComponent,
  LegendComponent,
  LineChart,
  SankeyChart,
  SVGRenderer,
  TooltipComponent,
  TreemapChart
])

for (const table of document.querySelectorAll('table[data-chart]')) {
  const data = readTable(table)
  if (data.rows.length > 0) draw(table, data)
}

function draw(table, data) {
  const figure = document.createElement('figure')
  figure.className = 'chart'
  const drawing = document.createElement('div')
  drawing.className = `chart__drawing chart__drawing--${data.kind}`
  // What is wider than the screen scrolls in a room of its own.
  const room = document.createElement('div')
  room.className = 'chart__room'
  room.append(drawing)
  figure.append(room)
  place(figure, table)
  whenWide(room, () => fill(figure, room, drawing, data))
}

// What stands in a section that is folded away has no width yet.
function whenWide(room, act) {
  if (room.clientWidth > 0) return act()
  new ResizeObserver((_, observer) => {
    if (room.clientWidth === 0) return
    observer.disconnect()
    act()
  }).observe(room)
}

function fill(figure, room, drawing, data) {
  const least = leastWidth(data)
  const size = () => {
    const isWider = room.clientWidth < least
    drawing.style.width = isWider ? `${least}px` : ''
    if (isWider) room.setAttribute('tabindex', '0')
    else room.removeAttribute('tabindex')
    const { option, height } = optionOf(data, drawing.clientWidth)
    if (height) drawing.style.height = `${height}px`
    return option
  }
  size()

  // The renderer writes styles through the object model, which a strict content-security policy allows.
  const chart = echarts.init(drawing, null, { renderer: 'svg' })
  const redraw = () => {
    const option = size()
    chart.resize()
    chart.setOption(option, { notMerge: true })
    // On paper it is as wide as the paper.
    drawing.querySelector('svg')?.setAttribute('viewBox', `0 0 ${drawing.clientWidth} ${drawing.clientHeight}`)
    drawing.setAttribute('role', 'img')
    drawing.setAttribute('aria-label', `Chart: ${data.caption}. The table below it holds the same figures.`)
  }
  redraw()
  chart.on('click', ({ data: point }) => {
    if (point?.address) window.location.assign(point.address)
  })
  let width = room.clientWidth
  new ResizeObserver(() => {
    if (room.clientWidth === width || room.clientWidth === 0) return
    width = room.clientWidth
    redraw()
  }).observe(room)
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)']) {
    window.matchMedia(query).addEventListener('change', redraw)
  }
  offerDownloads(figure, chart, data, () => optionOf(data, drawing.clientWidth).option)
}

// Above the table, or above what folds the table away.
function place(figure, table) {
  const region = table.closest('details') ?? table.closest('.scroll') ?? table
  region.before(figure)
}
