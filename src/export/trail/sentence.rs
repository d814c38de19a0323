//! What was done, in a sentence.

use super::{Changed, Told};
use crate::model::Study;
use crate::model::trail::Entry;
use crate::text::shortened;

/// Characters of quoted words that a sentence has at most.
const LONGEST: usize = 60;

/// How the trail is told.
#[derive(Clone, Copy, Debug)]
pub struct Tongue<'s> {
    study: &'s Study,
    /// The language of the names of codes; `None` for ids.
    names: Option<&'s str>,
    dutch: bool,
}

impl<'s> Tongue<'s> {
    /// In English with ids, as the command line has them.
    pub fn ids(study: &'s Study) -> Self {
        Self { study, names: None, dutch: false }
    }

    /// In a language, with the names of codes in it; what is not Dutch is English.
    pub fn of(study: &'s Study, language: &'s str) -> Self {
        Self { study, names: Some(language), dutch: language == "nl" }
    }

    fn pick(self, dutch: &'static str, english: &'static str) -> &'static str {
        if self.dutch { dutch } else { english }
    }

    /// What a code is called.
    pub fn code(self, id: &str) -> String {
        let name = self.names.and_then(|language| Some(self.study.codebook.by_id(id)?.name.get(language)));
        name.filter(|name| !name.is_empty()).unwrap_or(id).to_owned()
    }

    /// An event in words, on one line; of an undo and a redo also what they took back. `told` is about its
    /// [subject](Entry::subject).
    pub fn sentence(self, entry: Entry, told: &Told) -> String {
        let (_, undos, more) = entry.subject(self.study);
        let sentence = self.with_more(self.deed(told), more);
        match undos {
            0 => sentence,
            undos if undos % 2 == 1 => format!("{}: {sentence}", self.pick("ongedaan", "undo")),
            _ => format!("{}: {sentence}", self.pick("opnieuw", "redo")),
        }
    }

    /// What the step of an event did, whatever it took back: its first event, and how many more there are.
    pub fn step(self, entry: Entry, told: &Told) -> String {
        let (subject, ..) = entry.subject(self.study);
        let tx = subject.transaction(self.study);
        let events = self.study.layer(subject.coder).map_or(1, |layer| layer.events_of(tx).len());
        self.with_more(self.deed(told), events.saturating_sub(1))
    }

    fn with_more(self, sentence: String, more: usize) -> String {
        match more {
            0 => sentence,
            more if self.dutch => format!("{sentence}, en nog {more}"),
            more => format!("{sentence}, and {more} more"),
        }
    }

    fn deed(self, told: &Told) -> String {
        let code = told.code.as_deref().map(|code| self.code(code));
        let mut words = match told.what {
            "code" => self.pick("gecodeerd", "code").to_owned(),
            "mark" => self.pick("passage gemarkeerd", "kept a passage").to_owned(),
            "revise" if told.into.is_some() => {
                let into = told.into.as_deref().unwrap_or_default();
                format!("{} {into}", self.pick("coderingen gingen mee naar", "followed the words into"))
            }
            "revise" => self
                .pick("coderingen gingen mee met een gewijzigde tekst", "followed a change of the text")
                .to_owned(),
            "redact" => self.pick("woorden teruggenomen", "took words back").to_owned(),
            "uncode" => self.pick("weggehaald", "took away").to_owned(),
            "reshape" => self.pick("randen verlegd van", "moved the edges of").to_owned(),
            "memo" => "memo".to_owned(),
            "memo-edit" => self.pick("memo gewijzigd", "changed a memo").to_owned(),
            "memo-drop" => self.pick("memo weggehaald", "took away a memo").to_owned(),
            "code-add" => self.pick("nieuwe code", "new code").to_owned(),
            "recode" if told.to == told.code => self
                .pick("behouden onder de huidige definitie", "kept under the present definition")
                .to_owned(),
            "recode" => {
                let to = self.code(told.to.as_deref().unwrap_or_default());
                match &told.code {
                    Some(_) if self.dutch => format!("hercodeerd naar {to}, van"),
                    Some(_) => format!("recoded to {to}, from"),
                    None if self.dutch => format!("markering gecodeerd met {to}"),
                    None => format!("gave a mark the code {to}"),
                }
            }
            "split" => {
                let parts: Vec<String> = told.parts.iter().flatten().map(|part| self.code(part)).collect();
                let (parts, code) = (parts.join(", "), code.clone().unwrap_or_default());
                return if self.dutch {
                    format!("splitst {code} in {parts}")
                } else {
                    format!("splits {code} into {parts}")
                };
            }
            "code-edit" => {
                let all: Vec<String> =
                    told.changes.iter().flatten().map(|change| self.changed(change)).collect();
                let lead = self.pick("codeboek", "codebook");
                match all.len() {
                    0..=3 => format!("{lead}: {}", all.join("; ")),
                    more if self.dutch => format!("{lead}: {}, en nog {}", all[..3].join("; "), more - 3),
                    more => format!("{lead}: {}, and {} more", all[..3].join("; "), more - 3),
                }
            }
            "seen" => {
                let count = told.codes.as_ref().map_or(0, Vec::len);
                let codes = if count == 1 { "1 code".to_owned() } else { format!("{count} codes") };
                if self.dutch {
                    format!("{codes} in het codeboek gezien die nieuw of anders waren")
                } else {
                    format!("saw {codes} in the codebook that were new or changed")
                }
            }
            "star" if told.important == Some(false) => {
                self.pick("niet meer belangrijk:", "no longer important:").to_owned()
            }
            "star" => self.pick("belangrijk:", "important:").to_owned(),
            "unknown" => self.pick("iets dat deze versie niet kent", "something unknown").to_owned(),
            other => other.to_owned(),
        };
        if let Some(status) = told.status {
            let dutch = match status {
                "todo" => "te doen",
                "busy" => "bezig",
                _ => "klaar",
            };
            words.extend([" ", if self.dutch { dutch } else { status }]);
        }
        if let Some(code) = &code {
            words.extend([" ", code]);
        }
        if let (Some(facet), Some(values)) = (&told.facet, &told.values) {
            words.extend([" ", facet, "=", &values.join(",")]);
        }
        if let Some(document) = &told.document {
            words.extend([self.pick(" in ", " on "), document]);
        }
        if let Some(quote) = told.quote.as_ref().or(told.words.as_ref()) {
            words.extend([": «", &shortened(quote, LONGEST), "»"]);
        }
        words
    }

    /// What became of an entry of the codebook.
    pub fn changed(self, change: &Changed) -> String {
        let entry = change.entry.strip_prefix("the ").unwrap_or(&change.entry);
        let entry = match &change.code {
            Some(code) if self.names.is_some() => format!("code {}", self.code(code)),
            _ => entry.to_owned(),
        };
        let both = |dutch: String, english: String| if self.dutch { dutch } else { english };
        match (&change.before, &change.after) {
            (None, _) => both(format!("nieuw: {entry}"), format!("new {entry}")),
            (_, None) => both(format!("weg: {entry}"), format!("took out {entry}")),
            _ if change.keys == ["ids"] => both(format!("volgorde van {entry}"), format!("order of {entry}")),
            _ => match (change.heir(), change.retired()) {
                (Some(heir), _) => {
                    let heir = self.code(&heir);
                    both(format!("{entry} opgegaan in {heir}"), format!("{entry} merged into {heir}"))
                }
                (None, Some(true)) => both(format!("{entry} buiten gebruik"), format!("{entry} retired")),
                (None, Some(false)) => {
                    both(format!("{entry} weer in gebruik"), format!("{entry} in use again"))
                }
                _ => format!("{entry}: {}", change.keys.join(", ")),
            },
        }
    }
}
