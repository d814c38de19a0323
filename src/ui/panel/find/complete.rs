//! What may complete the question, and what can be asked at all.

use std::cell::RefCell;

use crate::index::query::{Completion, Lookup, Offered, complete};
use crate::text::Span;
use crate::ui::app::{App, Effect};
use crate::ui::names::name_of;

/// Letters of a word from which on words of the texts are offered.
pub(super) const LETTERS: usize = 3;

/// Something that can stand in the place of the word that is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// What comes into the line.
    pub words: String,
    /// What it is, for people.
    pub about: String,
    /// What it takes the place of, in bytes of the line.
    pub replaces: Span,
}

/// What may complete the line at byte `cursor`. Words of the texts are looked up elsewhere, and there a little later.
pub(super) fn offers(app: &mut App, line: &str, cursor: usize) -> Vec<Offer> {
    let missing = RefCell::new(None);
    let texts = |start: &str| match &app.finding.words {
        Some((known, words)) if known == start => words.clone(),
        _ if start.chars().count() < LETTERS => Vec::new(),
        _ => {
            *missing.borrow_mut() = Some(start.to_owned());
            Vec::new()
        }
    };
    let lookup = Lookup { study: &app.study, catalogue: app.finding.catalogue.as_deref(), forms: None };
    let found = complete(line, cursor as u32, &lookup, Some(&texts));
    let typed = |span: Span| span.slice(line);
    // What stands there already completes nothing.
    let offers = found
        .into_iter()
        .filter(|offer| offer.text.trim_end() != typed(offer.span))
        .map(|offer| Offer { about: about(app, &offer), words: offer.text, replaces: offer.span });
    let offers = offers.collect();
    if let Some(start) = missing.into_inner() {
        app.ask(Effect::Words(start));
    }
    offers
}

/// `Reflectie · 12`
fn about(app: &App, offer: &Completion) -> String {
    let name = match offer.kind {
        Offered::Code(code) => name_of(&app.study, app.language, code),
        _ => offer.label.clone(),
    };
    let count = offer.count.map(|count| count.to_string());
    [Some(name).filter(|name| !name.is_empty()), count].into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// Questions that can be asked in this study, and what they find.
pub(super) fn examples(app: &App) -> Vec<(String, &'static str)> {
    let of = |dutch, english| app.language.pick(dutch, english);
    let code = app.study.codebook.codes().first().map_or("reflectie", |code| code.id.as_str());
    let mut examples = vec![
        ("samen leren".to_owned(), of("beurten met deze woorden", "turns with these words")),
        ("\"samen leren\"".to_owned(), of("precies zo naast elkaar", "side by side, just so")),
        (
            "~begeleiden · grens* · *werk*".to_owned(),
            of("alle vormen, begin, deel van een woord", "all forms, start, part of a word"),
        ),
        (
            format!("code:{code}"),
            of("coderingen met deze code of een eronder", "codings with this code or one below it"),
        ),
        ("code:* NOT leren".to_owned(), of("gecodeerd, zonder dit woord", "coded, without this word")),
    ];
    if let Some(attribute) = app.study.config.attributes.iter().find(|attribute| !attribute.values.is_empty())
    {
        let words = format!("leren {}:{}", attribute.id, attribute.values[0]);
        examples.push((words, of("in documenten met dit kenmerk", "in documents with this attribute")));
    }
    examples.push((
        "code:a overlaps code:b".to_owned(),
        of("hoe coderingen staan: within, near/2 …", "how codings stand: within, near/2 …"),
    ));
    examples
}
