//! What the sample must hold to be worth trying things on: every process often enough and in several places, every
//! level, principle and tension, missed chances, overlaps, a document without a boundary. The table is printed:
//! `cargo test --test it -- sample::coverage --nocapture`.

use std::collections::{BTreeMap, BTreeSet};

use kantlijn::model::names::{CodingKey, DocumentKey};
use kantlijn::model::study::Study;
use kantlijn::model::{Code, CoderKey, Coding};
use kantlijn::store::OpenStudy;

use super::open;

/// Documents that a second coder has coded too, and the one that a third has.
const TWICE: [&str; 4] = ["d02", "d07", "d10", "d22"];
const THRICE: &str = "d10";

/// What documents must hold between them: codes, each with those below it.
const HOLDS: [(&[&str], &[&str]); 12] = [
    (&["d01"], &["othering", "communicatieve-verbinding", "dp-nieuwe-rol", "dp-informatie"]),
    (&["d02"], &["othering", "vertaalslagen", "dp-heterogeen-groeperen", "sp-uren-ongelijk"]),
    (&["d03"], &["coexistentie", "perspectief-maken", "dp-gelijkwaardigheid"]),
    (&["d04"], &["dp-tijd", "dp-ruimte", "sp-tijger-kooi", "dp-wij-zij-naar-ons"]),
    (&["d05", "d06"], &["routinisering", "grensdoorlaatbaarheid", "dp-zorgen", "dp-input", "dp-theorie"]),
    (
        &["d07", "d08"],
        &["vertaalslagen", "perspectief-nemen", "dp-oordeelloos", "dp-co-creatie", "go-object"],
    ),
    (&["d09", "d10"], &["confrontatie", "gedeelde-probleemruimte", "perspectief-nemen"]),
    (&["d13", "d14", "d15"], &["dp-mindshift", "dp-kleine-interventies", "continu-samenwerken"]),
    (&["d16", "d17", "d18"], &["hybridisering", "eigenheid-behouden", "go-broker-blokkeert"]),
    (&["d19", "d20", "d21"], &["hybridisering", "kristallisatie", "continu-samenwerken"]),
    (&["d22"], &["pz-waardering-io", "pz-administratie-terughoudend"]),
    (&["d24"], &["td-do", "td-dont", "td-extreem", "hoek"]),
];

/// The coder with the complete layer, and what is in it.
struct Sample {
    open: OpenStudy,
    coder: CoderKey,
    rows: Vec<Row>,
}

/// A target: what, how much was found, what was wanted.
struct Row {
    target: String,
    found: String,
    wanted: &'static str,
    holds: bool,
}

impl Sample {
    fn new() -> Self {
        let open = open();
        let count =
            |coder: &CoderKey| open.study.codings().filter(|(_, coding)| coding.coder == *coder).count();
        let coder = open.study.coders().into_iter().max_by_key(count).expect("somebody coded the sample");
        Self { open, coder, rows: Vec::new() }
    }

    fn study(&self) -> &Study {
        &self.open.study
    }

    /// The codings of the complete layer that have a code.
    fn codings(&self) -> impl Iterator<Item = (CodingKey, &Coding)> {
        self.study().codings().filter(|(_, coding)| coding.coder == self.coder && coding.code.is_some())
    }

    /// Those with this code or one below it.
    fn with(&self, id: &str) -> Vec<&Coding> {
        let book = &self.study().codebook;
        let Some(code) = book.by_id(id) else { panic!("`{id}` is no code") };
        let codes = book.with_descendants(code.key);
        self.codings()
            .map(|(_, coding)| coding)
            .filter(|coding| codes.contains(&coding.code.unwrap()))
            .collect()
    }

    fn attribute(&self, document: DocumentKey, name: &str) -> Option<&str> {
        self.study().document(document).unwrap().attribute(name)
    }

    fn facet(&self, coding: &Coding, facet: &str) -> Vec<&str> {
        self.study().facet(coding, facet).iter().map(|&word| self.study().word(word)).collect()
    }

    fn has(&self, coding: &Coding, facet: &str, value: &str) -> bool {
        self.facet(coding, facet).contains(&value)
    }

    /// The codes of a family at this depth.
    fn codes(&self, family: &str, depth: usize) -> Vec<String> {
        let book = &self.study().codebook;
        let fits = |code: &&Code| book.family(code).id == family && book.depth(code) == depth;
        book.codes().iter().filter(fits).map(|code| code.id.clone()).collect()
    }

    fn row(
        &mut self,
        target: impl Into<String>,
        wanted: &'static str,
        found: &dyn std::fmt::Display,
        holds: bool,
    ) {
        self.rows.push(Row { target: target.into(), found: found.to_string(), wanted, holds });
    }

    fn at_least(&mut self, target: impl Into<String>, least: usize, wanted: &'static str, found: usize) {
        self.row(target, wanted, &found, found >= least);
    }

    fn processes(&mut self) {
        let processes = self.codes("lm", 1);
        self.row("processes of the mechanisms", "14", &processes.len(), processes.len() == 14);
        for id in processes {
            let codings = self.with(&id);
            let documents: BTreeSet<_> = codings.iter().map(|coding| coding.document).collect();
            let places = codings.iter().filter_map(|coding| self.attribute(coding.document, "traject"));
            let trajectories = places.collect::<BTreeSet<_>>().len();
            let cycles: BTreeSet<_> =
                codings.iter().filter_map(|coding| self.attribute(coding.document, "cyclus")).collect();
            let new = cycles == BTreeSet::from(["3"]);
            let enough = codings.len() >= 4 && documents.len() >= 3 && trajectories >= 2;
            let found =
                format!("{} in {} documents, {trajectories} trajectories", codings.len(), documents.len());
            let only_late = format!("cycles {}", cycles.into_iter().collect::<Vec<_>>().join(", "));
            self.row(id.as_str(), "4 in 3 documents, 2 trajectories", &found, enough);
            if ["kristallisatie", "eigenheid-behouden"].contains(&id.as_str()) {
                self.row(format!("{id} is new"), "cycle 3 only", &only_late, new);
            }
        }
    }

    fn levels(&mut self) {
        let levels = ["institutioneel", "interpersoonlijk", "intrapersoonlijk"];
        for level in levels {
            let found = self.with_family("lm").filter(|coding| self.has(coding, "niveau", level)).count();
            self.at_least(level, 15, "15", found);
        }
        for mechanism in self.codes("lm", 0) {
            for level in levels {
                let cell = self.with(&mechanism);
                let found = cell.into_iter().filter(|coding| self.has(coding, "niveau", level)).count();
                self.at_least(format!("{mechanism} × {level}"), 1, "1", found);
            }
        }
        let missed = self.with_family("lm").filter(|coding| {
            self.has(coding, "realisatie", "gemist") || self.has(coding, "realisatie", "belemmerd")
        });
        let missed = missed.count();
        self.at_least("missed or hindered", 5, "5", missed);
    }

    fn with_family(&self, family: &'static str) -> impl Iterator<Item = &Coding> {
        let book = &self.study().codebook;
        let fits = move |coding: &&Coding| {
            let code = book.code(coding.code.unwrap());
            code.is_some_and(|code| book.family(code).id == family)
        };
        self.codings().map(|(_, coding)| coding).filter(fits)
    }

    fn principles(&mut self) {
        for id in self.codes("dp", 2) {
            let found = self.with(&id).len();
            self.at_least(id, 2, "2", found);
        }
        let principles = self.codes("dp", 1);
        self.row("principles", "11", &principles.len(), principles.len() == 11);
        for id in principles {
            let against = |coding: &&Coding| self.has(coding, "polariteit", "ondergraaft");
            let found = self.with(&id).into_iter().filter(against).count();
            self.at_least(format!("{id}: counter-quotes"), 1, "1", found);
            let asked = self
                .with(&id)
                .into_iter()
                .filter(|coding| self.study().document_id(coding.document) == "d11");
            let found = asked.count();
            self.at_least(format!("{id} in the questionnaire"), 2, "2", found);
        }
        let asked =
            self.with_family("dp").filter(|coding| self.study().document_id(coding.document) == "d11");
        let values: BTreeSet<_> = asked.flat_map(|coding| self.facet(coding, "polariteit")).collect();
        let values = values.len();
        self.at_least("polarities in the questionnaire", 2, "2", values);
    }

    fn tensions_and_puzzles(&mut self) {
        for id in self.codes("sp", 0) {
            let found = self.with(&id).len();
            self.at_least(id, 1, "1", found);
        }
        let in_d12 =
            self.with_family("sp").filter(|coding| self.study().document_id(coding.document) == "d12");
        let found = in_d12.map(|coding| coding.code).collect::<BTreeSet<_>>().len();
        self.at_least("tensions in d12", 6, "6 different", found);
        let found = self.with_family("pz").map(|coding| coding.code).collect::<BTreeSet<_>>().len();
        self.at_least("puzzles", 3, "3", found);
        for id in self.codes("td", 0) {
            let found = self.with(&id).len();
            self.at_least(id, 3, "3", found);
        }
        // What the family ships with is no code of a participant's words.
        let book = &self.study().codebook;
        let made: BTreeSet<_> = self.with_family("vrij").filter_map(|coding| coding.code).collect();
        let in_vivo = made.iter().filter(|&&code| book.code(code).is_some_and(|code| code.id != "vermijden"));
        let found = in_vivo.count();
        self.at_least("in-vivo codes", 1, "1", found);
    }

    fn texts(&mut self) {
        let lm: BTreeSet<_> = self.with_family("lm").map(|coding| coding.document).collect();
        let without = self.study().documents().iter().filter(|document| !lm.contains(&document.key));
        let without: Vec<_> = without.map(|document| document.id.clone()).collect();
        let found = if without.is_empty() { "none".to_owned() } else { without.join(", ") };
        self.row("documents without a mechanism", "1", &found, !without.is_empty());
        let keys: Vec<_> = self.study().documents().iter().map(|document| document.key).collect();
        let (mut longest, mut of_two) = (0, 0);
        for key in keys {
            let text = self.open.text(key).unwrap();
            let spoken = text.turns.iter().filter(|turn| !turn.heading && turn.label.is_some());
            for turn in spoken {
                let words = turn.spoken.slice(&text.text).split_whitespace().count();
                longest = longest.max(words);
                of_two += usize::from(words == 2);
            }
        }
        self.at_least("words in the longest turn", 150, "150", longest);
        self.at_least("turns of two words", 1, "1", of_two);
        let mut by_document: BTreeMap<_, Vec<&Coding>> = BTreeMap::new();
        for (_, coding) in self.codings() {
            by_document.entry(coding.document).or_default().push(coding);
        }
        let overlap = |one: &Coding, other: &Coding| {
            one.code != other.code && one.span.start < other.span.end && other.span.start < one.span.end
        };
        let pairs = by_document.values().flat_map(|codings| {
            codings
                .iter()
                .enumerate()
                .flat_map(move |(nth, one)| codings[..nth].iter().map(move |other| (one, other)))
        });
        let found = pairs.filter(|(one, other)| overlap(one, other)).count();
        self.at_least("overlapping codings of two codes", 20, "20", found);
    }

    fn layers(&mut self) {
        let mut coders: BTreeMap<String, BTreeSet<CoderKey>> = BTreeMap::new();
        for (_, coding) in self.study().codings().filter(|(_, coding)| coding.code.is_some()) {
            let document = self.study().document_id(coding.document).to_owned();
            coders.entry(document).or_default().insert(coding.coder);
        }
        let all = self.study().documents().len();
        let own = coders.values().filter(|coders| coders.contains(&self.coder)).count();
        self.row("documents in the complete layer", "all", &format!("{own} of {all}"), own == all);
        for id in TWICE {
            let wanted = if id == THRICE { 3 } else { 2 };
            let found = coders.get(id).map_or(0, BTreeSet::len);
            self.row(format!("coders of {id}"), if wanted == 3 { "3" } else { "2" }, &found, found == wanted);
        }
        for (documents, codes) in HOLDS {
            let there = |code: &&&str| {
                let found = self.with(code);
                found.iter().any(|coding| documents.contains(&self.study().document_id(coding.document)))
            };
            let missing: Vec<&str> = codes.iter().filter(|code| !there(code)).copied().collect();
            let found =
                if missing.is_empty() { "all".to_owned() } else { format!("not {}", missing.join(", ")) };
            let target = format!("{}: {}", documents.join(", "), codes.join(", "));
            self.row(target, "all", &found, missing.is_empty());
        }
        let alone = self.with_family("lm").filter(|coding| {
            self.study().document_id(coding.document) == "d22"
                && self.has(coding, "niveau", "intrapersoonlijk")
        });
        let alone = alone.count();
        self.at_least("intrapersoonlijk in d22", 1, "1", alone);
    }
}

#[test]
fn the_sample_holds_what_features_are_tried_on() {
    let mut sample = Sample::new();
    sample.processes();
    sample.levels();
    sample.principles();
    sample.tensions_and_puzzles();
    sample.texts();
    sample.layers();
    for row in &sample.rows {
        let sign = if row.holds { ' ' } else { '✗' };
        println!("{sign} {:<64} {:<36} {}", row.target, row.found, row.wanted);
    }
    let missing: Vec<&str> =
        sample.rows.iter().filter(|row| !row.holds).map(|row| row.target.as_str()).collect();
    assert_eq!(missing, [""; 0], "the table above says what was found and what is wanted");
}
