// Charts to take away, as SVG and PNG.

import * as echarts from 'echarts/core'

export function offerDownloads(figure, chart, data, optionNow) {
  const tools = document.createElement('div')
  tools.className = 'chart__tools'
  tools.append(
    tool('Download chart as SVG', () => save(new Blob([chart.renderToSVGString()], { type: 'image/svg+xml' }), `${fileName(data)}.svg`)),
    tool('Download chart as PNG', () => savePng(chart, data, optionNow()))
  )
  figure.append(tools)
}

function tool(name, act) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'chart__tool'
  button.textContent = name
  button.addEventListener('click', act)
  return button
}

// Drawn again on a canvas: turning the SVG into an image would need `data:` in the content-security policy.
function savePng(chart, data, option) {
  const canvas = document.createElement('canvas')
  const size = { width: chart.getWidth(), height: chart.getHeight() }
  const copy = echarts.init(canvas, null, { renderer: 'canvas', devicePixelRatio: 2, ...size })
  const background = getComputedStyle(document.documentElement).getPropertyValue('--govuk-body-background-colour').trim()
  copy.setOption({ ...option, animation: false, backgroundColor: background })
  copy.getZr().flush()
  canvas.toBlob((blob) => {
    save(blob, `${fileName(data)}.png`)
    copy.dispose()
  }, 'image/png')
}

function save(blob, name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

function fileName(data) {
  const words = data.caption.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return words.replace(/^-|-$/g, '').slice(0, 60) || 'chart'
}
