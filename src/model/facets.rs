//! Sets of facet values, each distinct set kept once.
//!
//! Half a million codings share a few hundred combinations of values; a coding holds the number of its own.

use rustc_hash::FxHashMap;

use super::names::{Names, WordKey};

/// Facets with their values, sorted by the facets' ids.
pub type FacetValues = Vec<(WordKey, Vec<WordKey>)>;

/// A set of facet values; equal numbers are equal sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FacetsKey(u32);

/// All sets that codings have; number 0 is the empty one.
#[derive(Clone, Debug)]
pub struct FacetSets {
    sets: Vec<FacetValues>,
    numbers: FxHashMap<FacetValues, FacetsKey>,
    /// By the JSON they were read from, so that most are not even parsed.
    written: FxHashMap<Box<str>, FacetsKey>,
}

impl Default for FacetSets {
    fn default() -> Self {
        let numbers = FxHashMap::from_iter([(Vec::new(), FacetsKey::default())]);
        Self { sets: vec![Vec::new()], numbers, written: FxHashMap::default() }
    }
}

impl FacetSets {
    /// The values of a set.
    pub fn values(&self, key: FacetsKey) -> &[(WordKey, Vec<WordKey>)] {
        self.sets.get(key.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// All sets, with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (FacetsKey, &[(WordKey, Vec<WordKey>)])> {
        self.sets.iter().enumerate().map(|(index, values)| (FacetsKey(index as u32), values.as_slice()))
    }

    /// The number of a set; facets without values are left out.
    pub fn number(&mut self, mut values: FacetValues, words: &Names) -> FacetsKey {
        values.retain(|(_, values)| !values.is_empty());
        values.sort_by(|a, b| words.name(a.0.index()).cmp(words.name(b.0.index())));
        if let Some(&key) = self.numbers.get(&values) {
            return key;
        }
        let key = FacetsKey(self.sets.len() as u32);
        self.sets.push(values.clone());
        self.numbers.insert(values, key);
        key
    }

    /// The set with one facet set to other values.
    pub fn with(&mut self, key: FacetsKey, facet: WordKey, new: &[WordKey], words: &Names) -> FacetsKey {
        let mut values: FacetValues =
            self.values(key).iter().filter(|(other, _)| *other != facet).cloned().collect();
        values.push((facet, new.to_vec()));
        self.number(values, words)
    }

    /// The number of a set as it stands in JSON, if that form was read before.
    pub(super) fn written(&self, json: &str) -> Option<FacetsKey> {
        self.written.get(json).copied()
    }

    /// Remembers a form.
    pub(super) fn remember(&mut self, json: &str, key: FacetsKey) {
        self.written.insert(json.into(), key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_sets_are_one() {
        let mut words = Names::default();
        let [b, a, x, y]: [WordKey; 4] = ["b", "a", "x", "y"].map(|word| words.number(word));
        let mut sets = FacetSets::default();
        let one = sets.number(vec![(b, vec![x]), (a, vec![y])], &words);
        assert_eq!(sets.number(vec![(a, vec![y]), (b, vec![x])], &words), one);
        assert_eq!(sets.values(one)[0].0, a, "sorted by name, whatever came first");
        let less = sets.with(one, b, &[], &words);
        assert_eq!(sets.values(less), [(a, vec![y])]);
        assert_eq!(sets.with(less, b, &[x], &words), one);
        assert_eq!(sets.with(less, a, &[], &words), FacetsKey::default());
    }
}
