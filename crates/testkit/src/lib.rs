//! Tables written as text, for tests
