//! Names as small numbers.
//!
//! A journal names the same documents and codes hundreds of thousands of times; each distinct name is kept once
//! and everything else holds its number. A name may be known here although its document or code is missing:
//! that is how a coding on a missing document keeps its place.

use rustc_hash::FxHashMap;

macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// Position in the table that gave it out, counting from 0.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<u32> for $name {
            fn from(number: u32) -> Self {
                Self(number)
            }
        }
    };
}

key!(
    /// A document's id, known or missing.
    DocumentKey
);
key!(
    /// A code's id, known or missing.
    CodeKey
);
key!(
    /// A coder: the name of a folder under `codings/`.
    CoderKey
);
key!(
    /// A name of a facet or of one of its values.
    WordKey
);
key!(
    /// A coding or a mark in this study; stable while the study is open.
    CodingKey
);

/// A two-way table of names.
#[derive(Clone, Debug, Default)]
pub struct Names {
    numbers: FxHashMap<Box<str>, u32>,
    all: Vec<Box<str>>,
    /// The one that was asked for last: in a journal the next line names mostly the same document.
    last: u32,
}

impl Names {
    /// The number of `name`, given out now if it is new.
    pub fn number<K: From<u32>>(&mut self, name: &str) -> K {
        if self.all.get(self.last as usize).is_some_and(|last| **last == *name) {
            return K::from(self.last);
        }
        if let Some(&number) = self.numbers.get(name) {
            self.last = number;
            return K::from(number);
        }
        let number = self.all.len() as u32;
        self.last = number;
        self.all.push(name.into());
        self.numbers.insert(name.into(), number);
        K::from(number)
    }

    /// The number of `name` if it was ever given out.
    pub fn get<K: From<u32>>(&self, name: &str) -> Option<K> {
        self.numbers.get(name).map(|&number| K::from(number))
    }

    /// The name behind `index`; empty for one that was never given out.
    pub fn name(&self, index: usize) -> &str {
        self.all.get(index).map_or("", |name| name)
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// True when no name was given out.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All names, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|name| &**name)
    }
}

/// The name nearest to `wrong`, if one is near enough for a "did you mean".
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = wrong.to_lowercase().chars().collect();
    names
        .into_iter()
        .map(|name| (distance(&wanted, &name.to_lowercase().chars().collect::<Vec<_>>()), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 3)
        .map(|(_, name)| name)
}

/// Levenshtein distance in characters.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (diagonal + usize::from(x != y)).min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number() {
        let mut names = Names::default();
        let first: CodeKey = names.number("othering");
        let second: CodeKey = names.number("routinisering");
        assert_ne!(first, second);
        assert_eq!(names.number::<CodeKey>("othering"), first);
        assert_eq!(names.name(second.index()), "routinisering");
        assert_eq!(names.get::<CodeKey>("onbekend"), None);
    }
}
