//! All tests through the real binary and on the shape of the project; one binary, so that it links once.

#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod layers;
