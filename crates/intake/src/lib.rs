//! Files as bodies send them, read into tables
