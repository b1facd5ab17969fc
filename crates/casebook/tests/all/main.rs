//! The crate together with `intake`, as the command uses both.

mod unit_cost_database;
