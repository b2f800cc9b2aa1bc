//! All tests through the real binary and on the shape of the project; one binary, so that it links once.

#[cfg(test)]
mod program;

#[cfg(test)]
mod answers;
#[cfg(test)]
mod alignment;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod figures;
#[cfg(test)]
mod filter;
#[cfg(test)]
mod filter_watch;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod judging;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod mutations;
#[cfg(test)]
mod same_bytes;
#[cfg(test)]
mod seeds;
#[cfg(feature = "serve")]
#[cfg(test)]
mod serve;
