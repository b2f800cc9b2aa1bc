//! The batch: a corpus to pairs and clusters.
