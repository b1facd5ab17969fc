# R as an analyst would use it by hand for the worked example of the appraisal, vectorised; the same model as
# appraisal_numpy.py. Prints one line of JSON; `seconds` leaves out the start of R.
#
# usage: Rscript appraisal.R N_DRAWS [N_PROPOSALS]

years <- 5
standard <- 1.035^-(0:(years - 1))
health <- 1.015^-(0:(years - 1))

inputs <- list(
  engagement = c(0.45, 0.60, 0.75), retention = c(0.60, 0.75, 0.85), lead_workers = c(0.9, 1.0, 1.3),
  care_affected = c(0.15, 0.20, 0.25), care_impact = c(0.10, 0.25, 0.40), care_deadweight = c(0.10, 0.20, 0.40),
  asb_affected = c(2.5, 4.0, 6.0), asb_impact = c(0.25, 0.40, 0.55),
  ae_affected = c(1.0, 2.0, 3.0), ae_impact = c(0.05, 0.20, 0.35),
  work_affected = c(0.35, 0.50, 0.65), work_impact = c(0.05, 0.20, 0.35), work_deadweight = c(0.25, 0.40, 0.60),
  depression_affected = c(0.25, 0.40, 0.55), depression_impact = c(0.10, 0.25, 0.40),
  care_fiscal = c(35000, 50000, 65000), asb_fiscal = c(350, 600, 850)
)
pert <- "asb_fiscal"

quantile_of <- function(u, low, mode, high, is_pert) {
  width <- high - low
  if (is_pert) {
    return(low + width * qbeta(u, 1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width))
  }
  ifelse(u * width < mode - low, low + sqrt(u * width * (mode - low)), high - sqrt((1 - u) * width * (high - mode)))
}

annuity <- function(lag, n, drop_off, factors) {
  k <- seq_len(min(n, years - lag)) - 1
  sum((1 - drop_off)^k * factors[lag + k + 1])
}

simulate <- function(n_draws) {
  correlations <- diag(length(inputs))
  dimnames(correlations) <- list(names(inputs), names(inputs))
  correlations["engagement", "retention"] <- correlations["retention", "engagement"] <- 0.5
  correlations["engagement", "care_impact"] <- correlations["care_impact", "engagement"] <- 0.3
  u <- pnorm(matrix(rnorm(n_draws * length(inputs)), n_draws) %*% chol(correlations))
  x <- lapply(seq_along(inputs), function(i) {
    range <- inputs[[i]]
    quantile_of(u[, i], range[1], range[2], range[3], names(inputs)[i] == pert)
  })
  names(x) <- names(inputs)

  people <- 200 * x$engagement * x$retention
  council_cost <- 1.1 * x$lead_workers * (300000 + 150000 * standard[2])
  police_cost <- 1.1 * (60000 + 30000 * standard[2])
  icb_cost <- 1.1 * (90000 + 45000 * standard[2])
  cost <- council_cost + police_cost + icb_cost

  care <- people * x$care_affected * x$care_impact * (1 - x$care_deadweight) * 0.75 * x$care_fiscal *
    annuity(1, 3, 0.25, standard)
  asb <- people * x$asb_affected * x$asb_impact * 0.75 * 0.90 * x$asb_fiscal * annuity(0, 3, 0, standard)
  ae <- people * x$ae_affected * x$ae_impact * 0.50 * 0.85 * 200 * annuity(0, 3, 0, standard)
  work <- people * x$work_affected * x$work_impact * (1 - x$work_deadweight) * 0.75 * annuity(1, 3, 0.20, standard)
  depression <- people * x$depression_affected * x$depression_impact * 0.80 * 0.60 * 7000 * annuity(0, 3, 0, health)

  fiscal <- care + asb + ae + 10000 * work
  npv <- fiscal + 6000 * work + depression - cost
  nets <- list(care + 0.4 * asb - council_cost, 0.6 * asb - police_cost, ae - icb_cost, 10000 * work)
  tenths <- c(0.1, 0.5, 0.9)
  list(
    npv = quantile(npv, tenths), fiscal = quantile(fiscal - cost, tenths), bcr = quantile(1 + npv / cost, tenths),
    fiscal_bcr = quantile(fiscal / cost, tenths), chance = mean(npv > 0),
    bodies = lapply(nets, function(net) list(quantile(net, tenths), mean(net > 0))),
    knowing = knowing(npv, u, n_draws)
  )
}

# The value of perfect information of each input, by equally likely bins.
knowing <- function(npv, u, n_draws) {
  n_bins <- min(max(n_draws %/% 500, 1), 100)
  apply(u, 2, function(column) {
    bins <- pmin(floor(column * n_bins), n_bins - 1)
    (sum(pmax(rowsum(npv, bins), 0)) - max(sum(npv), 0)) / n_draws
  })
}

words <- as.numeric(commandArgs(trailingOnly = TRUE))
n_draws <- words[1]
n_proposals <- if (length(words) > 1) words[2] else 1
set.seed(2009)
started <- proc.time()[["elapsed"]]
for (i in seq_len(n_proposals)) drawn <- simulate(n_draws)
seconds <- proc.time()[["elapsed"]] - started
cat(sprintf(
  '{"n_proposals": %d, "n_draws": %d, "p10": %.0f, "p50": %.0f, "p90": %.0f, "chance": %.5f, "seconds": %.4f}\n',
  n_proposals, n_draws, drawn$npv[1], drawn$npv[2], drawn$npv[3], drawn$chance, seconds
))
