// What the chart library is told for each kind of chart.

import { exact, short } from './money.js'
import { TIERS } from './read.js'

const NARROW = 560
// Pixels of the tallest column of a map of flows, without its gaps.
const HEIGHT = 340

export function optionOf(data, width) {
  const look = lookOf(document.documentElement)
  const make = { sankey, treemap, line, bar, tornado }[data.kind]
  const { option, height } = make(data, look, width)
  return {
    height,
    option: {
      animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      animationDuration: 300,
      aria: { enabled: true, label: { description: data.caption } },
      backgroundColor: 'transparent',
      color: look.colours,
      textStyle: { color: look.text, fontFamily: look.font, fontSize: 14 },
      tooltip: {
        // Drawn, not written as HTML with inline styles, which the content-security policy forbids.
        renderMode: 'richText',
        backgroundColor: look.background,
        borderColor: look.border,
        confine: true,
        textStyle: { color: look.text, fontSize: 14 },
        formatter: undefined
      },
      ...option
    }
  }
}

function lookOf(root) {
  const style = getComputedStyle(root)
  const of = (name) => style.getPropertyValue(name).trim()
  return {
    colours: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => of(`--chart-${n}`)),
    text: of('--govuk-text-colour'),
    quiet: of('--govuk-secondary-text-colour'),
    background: of('--govuk-body-background-colour'),
    border: of('--govuk-border-colour'),
    ink: of('--ink-on-brand'),
    font: getComputedStyle(document.body.querySelector('h1') ?? document.body).fontFamily
  }
}

function tooltip(look, formatter) {
  return {
    renderMode: 'richText',
    backgroundColor: look.background,
    borderColor: look.border,
    confine: true,
    textStyle: { color: look.text, fontSize: 14 },
    formatter
  }
}

// Pixels that a column of a map of flows needs, so that names in it can be read.
const COLUMN_WIDTH = 150

// A map of many columns is wider than a small screen, and scrolls there.
export function leastWidth(data) {
  if (data.kind !== 'sankey') return 0
  const n = columnsOf(edgesOf(data)).length
  return n > 3 ? n * COLUMN_WIDTH : 0
}

// Bands below zero cannot be drawn; they are in the table.
function edgesOf(data) {
  return data.rows.filter(({ figure }) => figure?.pence > 0)
}

// The columns that a map has.
function columnsOf(edges) {
  const there = new Set(edges.flatMap(({ from, to }) => [tierOf(from.id), tierOf(to.id)]))
  return TIERS.filter((tier) => there.has(tier))
}

const COLOURS = { origin: 4, funder: 5, body: 0, use: 1, kind: 2 }

function sankey(data, look, width) {
  const edges = edgesOf(data)
  const columns = columnsOf(edges)
  const nodes = new Map()
  for (const { from, to } of edges) {
    nodes.set(from.id, from.name)
    nodes.set(to.id, to.name)
  }
  const isLong = columns.length > 3
  const gap = isLong ? 18 : 14
  const sums = columnSums(edges)
  // Pixels for each penny: the same for every chart that names one whole.
  const scale = HEIGHT / Math.max(data.wholePence, ...sums.map(({ pence }) => pence))
  const height = Math.ceil(Math.max(...sums.map(({ pence, n }) => scale * pence + (n - 1) * gap))) + 20
  const narrow = width < NARROW
  const nodeWidth = narrow ? 8 : 14
  // Room for the names of the last column; those of the others stand between two columns.
  const right = isLong ? 140 : narrow ? 100 : 220
  const between = (width - 4 - right) / Math.max(columns.length - 1, 1) - nodeWidth - 10
  const label = isLong ? Math.min(between, 210) : narrow ? 92 : 210
  const lastLabel = (id) =>
    isLong && tierOf(id) === columns.at(-1) ? { width: right - nodeWidth - 10, overflow: 'break' } : undefined
  return {
    height,
    option: {
      tooltip: tooltip(look, ({ dataType, data: point, value, name }) =>
        dataType === 'edge'
          ? `${nodes.get(point.source)} → ${nodes.get(point.target)}\n${exact(point.value)}`
          : `${nodes.get(name)}\n${exact(value)}`
      ),
      series: [
        {
          type: 'sankey',
          nodeAlign: 'justify',
          nodeGap: gap,
          nodeWidth,
          left: 4,
          right,
          top: 10,
          bottom: 10,
          draggable: false,
          emphasis: { focus: 'adjacency' },
          data: [...nodes].map(([id]) => ({ name: id, depth: columns.indexOf(tierOf(id)), label: lastLabel(id), itemStyle: { color: look.colours[COLOURS[tierOf(id)]] } })),
          links: edges.map(({ from, to, figure }) => ({ source: from.id, target: to.id, value: figure.pence, address: figure.address })),
          label: {
            color: look.text,
            textBorderColor: look.background,
            textBorderWidth: 3,
            fontSize: narrow ? 11 : 13,
            width: label,
            lineHeight: 16,
            ellipsis: '…',
            overflow: 'truncate',
            formatter: ({ name }) => nodes.get(name)
          },
          lineStyle: { color: 'source', opacity: 0.32, curveness: 0.5 }
        }
      ]
    }
  }
}

// What each column of the map holds, and in how many nodes; a node is as high as what enters or leaves it.
function columnSums(edges) {
  const nodes = new Map()
  for (const { from, to, figure } of edges) {
    for (const [id, way] of [[from.id, 'out'], [to.id, 'in']]) {
      const node = nodes.get(id) ?? { tier: tierOf(id), in: 0, out: 0 }
      node[way] += figure.pence
      nodes.set(id, node)
    }
  }
  return TIERS.map((tier) => {
    const column = [...nodes.values()].filter((node) => node.tier === tier)
    return { n: Math.max(column.length, 1), pence: column.reduce((sum, node) => sum + Math.max(node.in, node.out), 0) }
  })
}

function tierOf(id) {
  return id.slice(0, id.indexOf(':'))
}

// Pixels that a name needs to be more than its first letters.
const LABEL_SIDE = 76
const TREEMAP_HEIGHT = 384

function treemap(data, look, width) {
  const rows = data.rows.filter(({ figures }) => figures[0]?.pence > 0)
  const whole = rows.reduce((sum, { figures }) => sum + figures[0].pence, 0)
  const side = (pence) => Math.sqrt((pence / whole) * width * TREEMAP_HEIGHT)
  return {
    option: {
      tooltip: tooltip(look, ({ name, value }) => `${name}\n${exact(value)}`),
      series: [
        {
          type: 'treemap',
          left: 0,
          right: 0,
          top: 0,
          bottom: 0,
          roam: false,
          nodeClick: false,
          breadcrumb: { show: false },
          itemStyle: { borderColor: look.background, borderWidth: 1, gapWidth: 2 },
          label: { color: look.ink, fontSize: 14, lineHeight: 18, overflow: 'truncate', ellipsis: '…', formatter: ({ name, value }) => `${name}\n${short(value)}` },
          data: rows.map(({ name, figures, address }, i) => ({
            name,
            value: figures[0].pence,
            address: address ?? figures[0].address,
            label: { show: side(figures[0].pence) >= LABEL_SIDE },
            itemStyle: { color: look.colours[i % look.colours.length] }
          }))
        }
      ]
    }
  }
}

// Series differ in dash and mark as well as in colour.
const DASHES = ['solid', 'dashed', 'dotted']
const MARKS = ['circle', 'rect', 'triangle']

function line(data, look, width) {
  const { names } = data
  return {
    option: {
      ...axes(data, look, width),
      legend: { show: seriesOf(data).length > 1, top: 0, textStyle: { color: look.text, fontSize: 14 } },
      series: seriesOf(data).map((values, i) => ({
        type: 'line',
        name: names[i],
        symbol: MARKS[i % MARKS.length],
        symbolSize: 8,
        lineStyle: { type: DASHES[i % DASHES.length], width: 3 },
        data: values
      }))
    }
  }
}

const MONTH = /^\p{L}+ \d{4}$/u

// Months stand side by side; names need a line each, or most would be left out.
function bar(data, look, width) {
  const { names } = data
  const series = seriesOf(data)
  if (!data.rows.every(({ name }) => MONTH.test(name))) return barsOfNames(data, look, width, series)
  return {
    option: {
      ...axes(data, look, width),
      legend: { show: series.length > 1, top: 0, textStyle: { color: look.text, fontSize: 14 } },
      series: series.map((values, i) => ({ type: 'bar', name: names[i], barMaxWidth: 48, data: values }))
    }
  }
}

function barsOfNames(data, look, width, series) {
  const narrow = width < NARROW
  const cut = (text) => (narrow && text.length > 22 ? `${text.slice(0, 21)}…` : text)
  const legendHeight = series.length > 1 ? 36 : 8
  return {
    height: legendHeight + 24 + 30 * data.rows.length * series.length,
    option: {
      ...axes(data, look, width),
      grid: { left: 4, right: narrow ? 64 : 90, top: legendHeight, bottom: 4, containLabel: true },
      legend: { show: series.length > 1, top: 0, textStyle: { color: look.text, fontSize: 14 } },
      yAxis: {
        type: 'category',
        inverse: true,
        data: data.rows.map(({ name }) => name),
        axisLabel: { interval: 0, color: look.text, formatter: cut, width: narrow ? 150 : 320, overflow: 'truncate' },
        axisLine: { lineStyle: { color: look.quiet } }
      },
      xAxis: { type: 'value', axisLabel: { show: false }, splitLine: { show: false } },
      series: series.map((values, i) => ({
        type: 'bar',
        name: data.names[i],
        barMaxWidth: 20,
        label: { show: true, position: 'right', color: look.text, formatter: ({ value }) => (value === null ? '' : short(value)) },
        data: values
      }))
    }
  }
}

// Bars begin where the answer stands before anything is moved; the axis shows the answer itself.
function tornado(data, look, width) {
  const base = data.wholePence
  const name = (text) => (width < NARROW && text.length > 22 ? `${text.slice(0, 21)}…` : text)
  return {
    height: 72 + 34 * data.rows.length,
    option: {
      grid: { left: 4, right: 24, top: 36, bottom: 12, containLabel: true },
      legend: { show: true, top: 0, textStyle: { color: look.text, fontSize: 14 } },
      tooltip: {
        ...tooltip(look, (points) =>
          [points[0].name, ...points.map(({ seriesName, value }) => `${seriesName}: ${value === null ? 'not computed' : exact(value + base)}`)].join('\n')
        ),
        trigger: 'axis'
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: data.rows.map((row) => row.name),
        axisLabel: { color: look.text, formatter: name, width: width < NARROW ? 150 : 320, overflow: 'truncate' },
        axisLine: { lineStyle: { color: look.quiet } }
      },
      xAxis: {
        type: 'value',
        splitNumber: width < NARROW ? 2 : 5,
        axisLabel: { color: look.text, hideOverlap: true, formatter: (value) => short(value + base) },
        splitLine: { lineStyle: { color: look.border } }
      },
      series: seriesOf(data).map((values, i) => ({
        type: 'bar',
        name: data.names[i],
        barGap: '-100%',
        barMaxWidth: 22,
        data: values.map(({ value }) => (value === null ? null : value - base))
      }))
    }
  }
}

function seriesOf(data) {
  const n = Math.max(...data.rows.map(({ figures }) => figures.length))
  return Array.from({ length: n }, (_, i) =>
    data.rows.map(({ figures }) => ({ value: figures[i]?.pence ?? null, address: figures[i]?.address }))
  )
}

function axes(data, look, width) {
  return {
    grid: { left: 4, right: 8, top: seriesOf(data).length > 1 ? 36 : 16, bottom: 12, containLabel: true },
    tooltip: {
      ...tooltip(look, (points) =>
        [points[0].name, ...points.map(({ seriesName, value }) => `${seriesName}: ${value === null ? 'not computed' : exact(value)}`)].join('\n')
      ),
      trigger: 'axis'
    },
    xAxis: {
      type: 'category',
      data: data.rows.map(({ name }) => shortMonth(name)),
      axisLabel: { color: look.text, rotate: width < NARROW ? 60 : 0, hideOverlap: true, lineHeight: 18 },
      axisLine: { lineStyle: { color: look.quiet } }
    },
    yAxis: {
      type: 'value',
      axisLabel: { color: look.text, formatter: (value) => short(value) },
      splitLine: { lineStyle: { color: look.border } }
    }
  }
}

// `April 2020` as `Apr 20`, so that twelve stand side by side.
function shortMonth(name) {
  return name.replace(/^(\p{L}{3})\p{L}* \d\d(\d\d)$/u, '$1 $2')
}
