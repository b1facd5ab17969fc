// Pence as pounds, in the same words as the pages.

export function exact(pence) {
  const sign = pence < 0 ? '-' : ''
  const whole = Math.abs(Math.round(pence))
  const pounds = Math.floor(whole / 100).toLocaleString('en-GB')
  return `${sign}£${pounds}.${String(whole % 100).padStart(2, '0')}`
}

export function short(pence) {
  const sign = pence < 0 ? '-' : ''
  const pounds = Math.abs(pence) / 100
  if (pounds >= 999_950_000) return `${sign}£${(pounds / 1e9).toFixed(1)}bn`
  if (pounds >= 999_950) return `${sign}£${(pounds / 1e6).toFixed(1)}m`
  if (pounds >= 10_000) return `${sign}£${(pounds / 1e3).toFixed(1)}k`
  return `${sign}£${Math.round(pounds).toLocaleString('en-GB')}`
}
