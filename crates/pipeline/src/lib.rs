//! The steps, in order, and what makes a build safe to stop
