//! Which pairs may be related.
