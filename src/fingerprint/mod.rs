//! What a document is known by: its shingles.
