//! Lines counted once: register, treatment, transfers, reconciliation
