//! Where each word or shingle of an article stands.

/// The different keys of an article, numbered in order of their first place.
///
/// A hash table with open addressing over keys that are hashes themselves. Made once an article and asked for each pair: it
/// took the place of a sorted list, which cost more to make than all pairs of an ordinary article cost to compare.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    /// By slot the number of a key plus one; 0 is empty. The number of slots is a power of two, at least twice the keys.
    slots: Vec<u32>,
    keys: Vec<u64>,
}

impl Keys {
    /// The different keys of `all`. Cost: one look-up each.
    pub(super) fn new(all: &[u64]) -> Self {
        let mut found = Self::with_room(all.len());
        for &key in all {
            found.number(key);
        }
        found
    }

    fn with_room(keys: usize) -> Self {
        Self { slots: vec![0; (keys * 2).next_power_of_two()], keys: Vec::with_capacity(keys) }
    }

    /// The number of `key`, a new one if it was not met before.
    fn number(&mut self, key: u64) -> u32 {
        let mut slot = self.first_slot(key);
        loop {
            match self.slots[slot] {
                0 => {
                    self.keys.push(key);
                    self.slots[slot] = self.keys.len() as u32;
                    return self.keys.len() as u32 - 1;
                }
                number if self.keys[number as usize - 1] == key => return number - 1,
                _ => slot = (slot + 1) & (self.slots.len() - 1),
            }
        }
    }

    fn first_slot(&self, key: u64) -> usize {
        (key >> 20) as usize & (self.slots.len() - 1)
    }

    /// The number of `key`, if it is one of them.
    pub(super) fn find(&self, key: u64) -> Option<usize> {
        let mut slot = self.first_slot(key);
        while *self.slots.get(slot)? != 0 {
            let number = self.slots[slot] as usize - 1;
            if self.keys[number] == key {
                return Some(number);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        None
    }

    /// The keys, by number.
    pub(super) fn all(&self) -> &[u64] {
        &self.keys
    }

    /// How many different keys there are.
    pub(super) fn distinct(&self) -> usize {
        self.keys.len()
    }

    /// Whether `key` is one of them.
    pub(super) fn has(&self, key: u64) -> bool {
        self.find(key).is_some()
    }
}

/// The keys of an article with the places of each, in rising order.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    pub(super) keys: Keys,
    /// The number of the key at each place.
    numbers: Vec<u32>,
    /// For each key the end of its places in `all`; they start where those of the key before end.
    ends: Vec<u32>,
    all: Vec<u32>,
}

impl Places {
    /// The places of `all`, one key a place. Cost: one look-up a place.
    pub(super) fn new(all: &[u64]) -> Self {
        let mut keys = Keys::with_room(all.len());
        let numbers: Vec<u32> = all.iter().map(|&key| keys.number(key)).collect();
        let mut ends = vec![0; keys.distinct() + 1];
        for &number in &numbers {
            ends[number as usize + 1] += 1;
        }
        for number in 1..ends.len() {
            ends[number] += ends[number - 1];
        }
        let mut places = vec![0; all.len()];
        // `ends[number]` is where the places of a key start until they are filled in, and where they end then.
        for (place, &number) in numbers.iter().enumerate() {
            places[ends[number as usize] as usize] = place as u32;
            ends[number as usize] += 1;
        }
        ends.pop();
        Self { keys, numbers, ends, all: places }
    }

    /// The number of places.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The number of the key at `place`.
    pub(super) fn number(&self, place: usize) -> usize {
        self.numbers[place] as usize
    }

    /// The places of every key that stands at several, in order of the first.
    pub(super) fn repeated(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.ends.len()).map(|number| self.of(number)).filter(|places| places.len() > 1)
    }

    /// Whether the key at `place` stands nowhere else.
    pub(super) fn is_lone(&self, place: usize) -> bool {
        self.of(self.number(place)).len() == 1
    }

    /// How many different keys the first `places` have: they are the first ones by number.
    pub(super) fn distinct_before(&self, places: usize) -> usize {
        self.numbers[..places].iter().max().map_or(0, |&last| last as usize + 1)
    }

    /// The places of the key `number`, in rising order.
    pub(super) fn of(&self, number: usize) -> &[u32] {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.all[start as usize..self.ends[number] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_key_stands_where_it_stands(keys in prop::collection::vec(0..40_u64, 0..200)) {
            let keys: Vec<u64> = keys.into_iter().map(|key| key << 18).collect();
            let found = Places::new(&keys);
            for key in 0..41_u64 {
                let key = key << 18;
                let wanted: Vec<u32> = (0..keys.len() as u32).filter(|&place| keys[place as usize] == key).collect();
                let places = found.keys.find(key).map_or(&[][..], |number| found.of(number));
                prop_assert_eq!(places, wanted.as_slice());
            }
        }
    }
}
