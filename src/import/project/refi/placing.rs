//! Where a selection stands: its position, held against its name where that is a quote.

use super::raw::RawSelection;
use super::texts::is_quote;
use crate::import::blocks::line;
use crate::import::project::Place;
use crate::import::project::place::place;
use crate::text::Span;

/// Where a selection stands, and its name where that is something else than what stands there.
pub(super) fn placing(
    text: &str,
    span: Option<(usize, usize)>,
    selection: &RawSelection,
    names_are_quotes: bool,
    at: String,
) -> (Place, Option<String>) {
    let name = line(&selection.name);
    let own = span.map(|(start, end)| Span::new(start as u32, end as u32));
    let title = Some(name.clone()).filter(|name| !name.is_empty() && !is_number_of_line(name));
    if let Some(own) = own
        && is_quote(own.slice(text), &name)
    {
        return (Place::Exact(own), None);
    }
    if title.is_none() || !names_are_quotes {
        return match own {
            Some(own) => (Place::Unchecked(own), title),
            None => (Place::Orphan { quote: title.unwrap_or_default(), at }, None),
        };
    }
    let cut = name.strip_suffix('…').or_else(|| name.strip_suffix("..."));
    let found = match (place(text, span, cut.unwrap_or(&name), at), own) {
        // Of a name that was cut the length is that of the passage.
        (Place::Moved(found, by), Some(own)) if cut.is_some() => {
            let end = found.start + own.end - own.start;
            let is_passage = end > found.start && text.get(found.start as usize..end as usize).is_some();
            Place::Moved(if is_passage { Span::new(found.start, end) } else { found }, by)
        }
        (found, _) => found,
    };
    match (found, own) {
        (Place::Orphan { .. }, Some(own)) => (Place::Unchecked(own), title),
        (found, _) => (found, None),
    }
}

/// True for a name such as `line:6`, which says where and not what.
pub(super) fn is_number_of_line(name: &str) -> bool {
    let number = name.trim().strip_prefix("line:").map(str::trim);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
