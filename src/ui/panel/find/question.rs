//! The question while it is typed: what may stand at its end, what it asks in words, and the same with other codes.

use crate::index::query::{Field, Value, field_words};
use crate::index::{CodeSet, Condition, Query, QueryError, passages};
use crate::model::{CodeKey, CodingKey, Study};
use crate::ui::app::App;
use crate::ui::names::name_of;
use crate::ui::panel::picker::{Row, rows};

use super::words::{Say, Word};

/// Something to choose below the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// The name of a family, between codes.
    Family(String),
    /// A code, and how far it is indented.
    Code(CodeKey, u16),
    /// Another condition.
    Words(String),
}

impl Offer {
    /// What comes into the line for it.
    pub(super) fn words(&self, study: &Study) -> String {
        match self {
            Self::Family(_) => String::new(),
            Self::Code(code, _) => field_words("code", study.code_id(*code)),
            Self::Words(words) => words.clone(),
        }
    }
}

/// The byte at which the last word of the line begins.
pub(super) fn last_word(line: &str) -> usize {
    line.rfind(|character: char| character.is_whitespace() || character == '(')
        .map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8))
}

/// What the last word of the line may become: codes for a plain word, values for a field; nothing for one that is whole.
pub(super) fn offers(app: &App, line: &str) -> Vec<Offer> {
    let word = &line[last_word(line)..];
    if word.is_empty() {
        return if line.trim().is_empty() { codes(app, "") } else { Vec::new() };
    }
    match word.split_once(':') {
        None if ["OR", "AND", "NOT"].contains(&word) => Vec::new(),
        None => codes(app, word),
        Some(("code", value)) => {
            let typed = value.trim_start_matches('=').trim_matches('"');
            let whole = typed == "*" || app.study.codebook.by_id(typed).is_some();
            if whole { Vec::new() } else { codes(app, typed) }
        }
        Some((name, value)) => values(app, name, value),
    }
}

fn codes(app: &App, typed: &str) -> Vec<Offer> {
    let offer = |row| match row {
        Row::Family(name) => Some(Offer::Family(name)),
        Row::Code { code, depth } => Some(Offer::Code(code, depth)),
        Row::New(_) => None,
    };
    rows(&app.study, app.language, typed).into_iter().filter_map(offer).collect()
}

fn values(app: &App, name: &str, typed: &str) -> Vec<Offer> {
    let study = &app.study;
    let known: Vec<&str> = match name {
        "coder" => study.coders().into_iter().map(|coder| study.coder_name(coder)).collect(),
        "doc" => study.documents().iter().map(|document| document.id.as_str()).collect(),
        _ => {
            let facets = study.codebook.families().iter().flat_map(|family| &family.facets);
            let values = facets.filter(|facet| facet.id == name).flat_map(|facet| &facet.values);
            let declared = study.config.attribute(name).into_iter().flat_map(|attribute| &attribute.values);
            let mut known: Vec<&str> =
                declared.map(String::as_str).chain(values.map(|value| value.id.as_str())).collect();
            let mut seen = rustc_hash::FxHashSet::default();
            known.retain(|value| seen.insert(*value));
            known
        }
    };
    let typed = typed.trim_matches('"').to_lowercase();
    if known.iter().any(|value| value.to_lowercase() == typed) {
        return Vec::new();
    }
    let fits = known.into_iter().filter(|value| value.to_lowercase().contains(&typed));
    fits.map(|value| Offer::Words(field_words(name, value))).collect()
}

/// The codings that `line` asks for: of the coders who are shown, unless it names coders itself.
pub(super) fn answer(app: &App, line: &str) -> Result<(Query, Vec<CodingKey>), QueryError> {
    let query = Query::parse(line)?;
    let mut condition = query.condition(&app.study)?;
    if !names_coders(&query) {
        let coders = app.shown.coders.iter().copied().collect();
        condition = Condition::All(vec![condition, Condition::Coders(coders)]);
    }
    let found = passages(&app.study, &condition);
    Ok((query, found))
}

/// True where the question says whose codings it wants.
pub(super) fn names_coders(query: &Query) -> bool {
    query.expression.fields().iter().any(|field| field.name == "coder")
}

/// The code of a field that names one, and whether it takes those below it, too.
fn code_of(study: &Study, field: &Field) -> Option<(CodeKey, bool)> {
    if field.name != "code" {
        return None;
    }
    let Value { text, alone, .. } = field.only()?;
    let code = study.codebook.by_id(text).map(|code| code.key).or_else(|| study.names.codes.get(text))?;
    Some((code, !alone))
}

/// What is asked, for people: `Reflectie en wat eronder valt`; empty where the question says it best itself.
pub(super) fn about(app: &App, query: &Query) -> String {
    let fields = query.expression.fields();
    let mut asked = fields.iter().filter(|field| field.name == "code" || field.name == "mark");
    let (Some(field), None) = (asked.next(), asked.next()) else { return String::new() };
    if field.name == "mark" {
        return Word::Marks.say(app.language).to_owned();
    }
    let Some((code, below)) = code_of(&app.study, field) else {
        return Word::AnyCode.say(app.language).to_owned();
    };
    let name = name_of(&app.study, app.language, code);
    if app.study.codebook.children(code).is_empty() {
        name
    } else if below {
        Say::AndBelow(&name).show(app.language)
    } else {
        Say::WithoutBelow(&name).show(app.language)
    }
}

/// The same question with every code alone, or with those below it again; `None` where it names no code.
pub(super) fn with_descendants_toggled(study: &Study, query: &Query) -> Option<String> {
    let fields: Vec<&Field> =
        query.expression.fields().into_iter().filter(|field| code_of(study, field).is_some()).collect();
    if fields.is_empty() {
        return None;
    }
    let alone = |field: &&&Field| field.only().is_some_and(|value| value.alone);
    let widen = fields.iter().any(|field| alone(&field));
    let mut words = query.words.clone();
    for field in fields.iter().rev() {
        let at = field.value_span.start as usize;
        match (widen, alone(&field)) {
            (true, true) => words.replace_range(at..=at, ""),
            (false, false) => words.insert(at, '='),
            _ => {}
        }
    }
    Some(words)
}

/// The question for the code of a coding, or for marks.
pub(super) fn of_code(study: &Study, code: Option<CodeKey>) -> String {
    code.map_or_else(|| "mark:".to_owned(), |code| field_words("code", study.code_id(code)))
}

/// How many codings the coders who are shown gave this code or those below it.
pub(super) fn count(app: &App, code: CodeKey) -> usize {
    let CodeSet::These(codes) = CodeSet::of(&app.study, code, true) else { return 0 };
    let of = |code: &CodeKey| -> usize {
        app.shown.coders.iter().map(|coder| app.study.count_with(Some(*code), *coder)).sum()
    };
    codes.iter().map(of).sum()
}
