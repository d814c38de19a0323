//! Codings of merged codes: they follow to the heir, in all layers and without an event each.

use super::codebook::Codebook;
use super::coding::Coding;
use super::names::{CodeKey, CodingKey};
use super::study::Study;

impl Study {
    /// Puts another codebook in. The codings of codes that were merged, or are no longer, follow; says which those are.
    pub fn set_codebook(&mut self, codebook: Codebook) -> Vec<CodingKey> {
        let before = std::mem::replace(&mut self.codebook, codebook);
        if before.heirs() == self.codebook.heirs() {
            return Vec::new();
        }
        // Only the codings that now stand with a code whose heir is another one than before need a look.
        let all = before.heirs().keys().chain(self.codebook.heirs().keys());
        let mut codes: Vec<CodeKey> = all
            .copied()
            .filter(|&code| before.heir(code) != self.codebook.heir(code))
            .map(|code| before.heir(code))
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let looked_at: Vec<CodingKey> =
            codes.into_iter().flat_map(|code| self.codings_with(Some(code)).iter().copied()).collect();
        let moved: Vec<(CodingKey, Coding)> = looked_at
            .into_iter()
            .map(|key| (key, self.resolved(self.coding(key).clone())))
            .filter(|(key, coding)| coding.code != self.coding(*key).code)
            .collect();
        moved
            .into_iter()
            .map(|(key, coding)| {
                self.replace(key, Some(coding));
                key
            })
            .collect()
    }

    /// The codings that coders gave exactly this code, whatever became of the code since; in no order.
    pub fn codings_given(&self, code: CodeKey) -> impl Iterator<Item = CodingKey> {
        let belonging = self.codings_with(Some(self.codebook.heir(code))).iter().copied();
        belonging.filter(move |&key| self.coding(key).given == Some(code))
    }

    /// The coding with the code that it belongs to now.
    pub(super) fn resolved(&self, mut coding: Coding) -> Coding {
        coding.code = coding.given.map(|code| self.codebook.heir(code));
        coding
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::codebook::ReadFamily;
    use crate::model::event::{Body, Event};
    use crate::model::hash::{Revision, TextHash};
    use crate::model::quote::Anchor;
    use crate::model::record::Source;
    use crate::text::Span;
    use uuid::Uuid;

    const TEXT: &str = "Een zin over de brug.";

    /// A codebook of five codes, each with an heir or none.
    fn book(study: &mut Study, heirs: &[Option<usize>; 5]) -> (Codebook, usize) {
        let mut toml = "family = \"f\"\n".to_owned();
        for (code, heir) in heirs.iter().enumerate() {
            let heir = heir.map_or(String::new(), |heir| format!("retired = true\nheir = \"c{heir}\"\n"));
            toml.extend([format!("[[code]]\nid = \"c{code}\"\n"), heir]);
        }
        let family = ReadFamily::parse("codebook/f.toml", &toml).unwrap();
        let (book, problems) = Codebook::build(vec![family], &mut study.names.codes);
        (book, problems.len())
    }

    fn study() -> Study {
        let mut study = Study::default();
        for (number, coder) in ["anna", "bram"].into_iter().enumerate() {
            let coder = study.coder(coder);
            for code in 0..5u32 {
                let id = Uuid::from_u128(1 + u128::from(code) + 100 * number as u128);
                let anchor = Anchor::new(TEXT, TextHash::of(TEXT), Span::new(code, code + 3)).unwrap();
                let body = Body::Code {
                    document: "d1".to_owned(),
                    anchor,
                    code: format!("c{code}"),
                    revision: Revision(7),
                    facets: Vec::new(),
                };
                let (n, at) = (study.next_n(), jiff::Timestamp::UNIX_EPOCH);
                study.take_event(coder, &Event { id, n, tx: id, of: 1, at, body }, Source::default());
            }
        }
        study.settle();
        study
    }

    #[test]
    fn a_chain_resolves_in_every_layer_and_comes_apart_again() {
        let mut study = study();
        let (merged, problems) = book(&mut study, &[Some(1), Some(2), None, None, None]);
        assert_eq!(problems, 0);
        assert_eq!(study.set_codebook(merged).len(), 4);
        let key = |study: &Study, id: &str| study.names.codes.get::<CodeKey>(id);
        assert_eq!(study.codings_with(key(&study, "c2")).len(), 6);
        assert_eq!(study.codings_with(key(&study, "c0")).len(), 0);
        let given = study.codings().filter(|(_, coding)| coding.given == key(&study, "c0")).count();
        assert_eq!(given, 2, "what was given is known");
        let heirs: Vec<_> =
            study.codebook.merged_into(key(&study, "c2").unwrap()).map(|code| code.id.clone()).collect();
        assert_eq!(heirs, ["c0", "c1"]);
        let (apart, _) = book(&mut study, &[None; 5]);
        assert_eq!(study.set_codebook(apart).len(), 4);
        assert_eq!(study.codings_with(key(&study, "c0")).len(), 2);
    }

    #[test]
    fn a_circle_of_heirs_is_said_and_has_none() {
        let mut study = study();
        let (circle, problems) = book(&mut study, &[Some(1), Some(0), None, Some(3), None]);
        assert_eq!(problems, 3);
        assert_eq!(circle.heirs().len(), 0);
        assert_eq!(study.set_codebook(circle), []);
    }

    proptest! {
        #[test]
        fn following_along_the_way_is_reading_anew(
            books in prop::collection::vec([const { 0usize..7 }; 5], 1..6),
        ) {
            let heir = |at: usize, to: &usize| Some(*to).filter(|to| *to < 5 && *to != at);
            let mut study = study();
            for heirs in books {
                let heirs: [Option<usize>; 5] = std::array::from_fn(|at| heir(at, &heirs[at]));
                let (next, _) = book(&mut study, &heirs);
                study.set_codebook(next);
                for (_, coding) in study.codings() {
                    // Step by step, with the circles that the codebook leaves out.
                    let mut at = coding.given.unwrap();
                    let mut seen = Vec::new();
                    while let Some(next) = heirs[at.index()] && !seen.contains(&at) {
                        seen.push(at);
                        at = CodeKey::from(next as u32);
                    }
                    let expected = if heirs[at.index()].is_some() { coding.given } else { Some(at) };
                    prop_assert_eq!(coding.code, expected);
                }
                let placed: usize = study.codebook.codes().iter().map(|code| study.codings_with(Some(code.key)).len()).sum();
                prop_assert_eq!(placed, 10);
            }
        }
    }
}
