//! Documents by a hash that is held with what is known of them, at 5 bytes a place.

use super::known::Known;
use hashbrown::{HashTable, hash_table::Entry};

/// Parts of a table: each grows by itself, so that no batch waits until all is moved.
const PARTS: usize = 64;

/// The numbers of documents by a hash of theirs, each hash at most once. Only the numbers are held: the hash of a document is
/// read from what is known of it, always by the same rule.
#[derive(Debug)]
pub struct Numbers {
    parts: [HashTable<u32>; PARTS],
    rule: fn(&Known) -> u64,
}

impl Numbers {
    /// No documents yet; `rule` gives the hash of one.
    pub(super) fn new(rule: fn(&Known) -> u64) -> Self {
        Self { parts: [const { HashTable::new() }; PARTS], rule }
    }

    /// The document of `known` with this hash. Cost: one look-up.
    #[must_use]
    pub fn find(&self, hash: u64, known: &[Known]) -> Option<u32> {
        let is = |&number: &u32| (self.rule)(&known[number as usize]) == hash;
        self.parts[part(hash)].find(hash, is).copied()
    }

    /// Whether a document of `known` has this hash.
    #[must_use]
    pub fn has(&self, hash: u64, known: &[Known]) -> bool {
        self.find(hash, known).is_some()
    }

    /// Adds a document of `known`, in place of one with the same hash.
    pub(super) fn add(&mut self, number: u32, known: &[Known]) {
        let of = |number: u32| (self.rule)(&known[number as usize]);
        let hash = of(number);
        match self.parts[part(hash)].entry(hash, |&other| of(other) == hash, |&other| of(other)) {
            Entry::Occupied(mut there) => *there.get_mut() = number,
            Entry::Vacant(place) => drop(place.insert(number)),
        }
    }

    /// Takes a document of `known` out, where it is the one that is found by its hash.
    pub(super) fn remove(&mut self, number: u32, known: &[Known]) {
        let hash = (self.rule)(&known[number as usize]);
        if let Ok(there) = self.parts[part(hash)].find_entry(hash, |&other| other == number) {
            there.remove();
        }
    }
}

/// The part of a hash: from bits by which no place inside a part is told.
fn part(hash: u64) -> usize {
    (hash >> 40) as usize % PARTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use hashbrown::HashMap;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_found_as_in_a_map(names in prop::collection::vec(0..300_u64, 0..600), gone in prop::collection::vec(0..600_usize, 0..200)) {
            let known: Vec<Known> = names
                .iter()
                .map(|name| Known { name: crate::hash::hash(&name.to_le_bytes()), ..Known::default() })
                .collect();
            let (mut numbers, mut wanted) = (Numbers::new(|known| known.name), HashMap::new());
            for (number, one) in (0..).zip(&known) {
                numbers.add(number, &known);
                wanted.insert(one.name, number);
            }
            for number in gone.into_iter().filter(|&number| number < known.len()) {
                numbers.remove(number as u32, &known);
                if wanted.get(&known[number].name) == Some(&(number as u32)) {
                    wanted.remove(&known[number].name);
                }
            }
            for one in &known {
                prop_assert_eq!(numbers.find(one.name, &known), wanted.get(&one.name).copied());
            }
            prop_assert!(!numbers.has(7, &known));
        }
    }
}
