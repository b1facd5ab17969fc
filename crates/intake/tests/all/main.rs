//! Real ledgers, read without any mapping made by hand.

mod control_totals;
