//! The same question with something changed in it.

use crate::index::query::{Expression, Forms, Kind, Query, Text, value_words};
use crate::model::{CodeKey, Study};

/// The question for the code of a coding, or for marks.
pub(super) fn of_code(study: &Study, code: Option<CodeKey>) -> String {
    code.map_or_else(|| "mark:".to_owned(), |code| format!("code:{}", value_words(study.code_id(code))))
}

/// The question with one condition more.
pub(super) fn narrowed(words: &str, condition: &str) -> String {
    let words = words.trim();
    match Query::parse(words) {
        Ok(query) if matches!(query.expression.kind, Kind::Any(_) | Kind::Related { .. }) => {
            format!("({words}) {condition}")
        }
        _ => format!("{words} {condition}"),
    }
}

/// The question with every code alone, or with those below it again; `None` where it names no code.
pub(super) fn with_descendants_toggled(query: &Query) -> Option<String> {
    let mut values = Vec::new();
    query.expression.each(&mut |part| {
        if let Kind::Field(field) = &part.kind
            && field.name == "code"
        {
            values.extend(field.values.iter().filter(|value| !value.is_any()));
        }
    });
    if values.is_empty() {
        return None;
    }
    let widen = values.iter().any(|value| value.alone);
    let mut words = query.words.clone();
    values.sort_by_key(|value| std::cmp::Reverse(value.span.start));
    for value in values {
        let at = value.span.start as usize;
        match (widen, value.alone) {
            (true, true) => words.replace_range(at..=at, ""),
            (false, false) => words.insert(at, '='),
            _ => {}
        }
    }
    Some(words)
}

/// The words that are asked in all their forms, with the forms that are left out.
pub(super) fn forms_in(query: &Query) -> Vec<&Forms> {
    let mut found: Vec<&Forms> = Vec::new();
    query.expression.each(&mut |part| {
        if let Kind::Forms(forms) = &part.kind
            && !found.iter().any(|other| other.word == forms.word)
        {
            found.push(forms);
        }
    });
    found
}

/// The question with one form of a word taken out, or in again.
pub(super) fn with_form_toggled(query: &Query, word: &str, form: &str) -> String {
    let mut expression = query.expression.clone();
    change(&mut expression, &mut |kind| {
        if let Kind::Forms(forms) = kind
            && forms.word == word
        {
            match forms.without.iter().position(|other| other == form) {
                Some(place) => drop(forms.without.remove(place)),
                None => forms.without.push(form.to_owned()),
            }
        }
    });
    expression.to_string()
}

/// The question with all forms of its words; `None` where that is the same.
pub(super) fn widened(query: &Query) -> Option<String> {
    let mut expression = query.expression.clone();
    let mut widened = false;
    change(&mut expression, &mut |kind| {
        if let Kind::Text(Text { words, exact: false, letters: 0, slop: 0 }) = kind
            && let [word] = words.as_slice()
            && !word.open_start
            && !word.open_end
        {
            *kind = Kind::Forms(Forms { word: word.text.clone(), without: Vec::new() });
            widened = true;
        }
    });
    widened.then(|| expression.to_string())
}

fn change(expression: &mut Expression, to: &mut impl FnMut(&mut Kind)) {
    to(&mut expression.kind);
    match &mut expression.kind {
        Kind::Related { left, right, .. } => {
            change(left, to);
            change(right, to);
        }
        Kind::In(_, part) | Kind::Not(part) => change(part, to),
        Kind::All(parts) | Kind::Any(parts) => parts.iter_mut().for_each(|part| change(part, to)),
        Kind::Text(_) | Kind::Pattern(_) | Kind::Forms(_) | Kind::Field(_) | Kind::Saved(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(words: &str) -> Query {
        Query::parse(words).unwrap()
    }

    #[test]
    fn a_condition_goes_with_all_of_the_question() {
        assert_eq!(narrowed("leren", "cyclus:2"), "leren cyclus:2");
        assert_eq!(narrowed(" a OR b ", "cyclus:2"), "(a OR b) cyclus:2");
        assert_eq!(narrowed("code:a overlaps code:b", "doc:d1"), "(code:a overlaps code:b) doc:d1");
    }

    #[test]
    fn codes_lose_and_get_back_what_is_below_them() {
        let toggled = |words: &str| with_descendants_toggled(&query(words));
        assert_eq!(toggled("code:a leren code:\"b c\"").as_deref(), Some("code:=a leren code:=\"b c\""));
        assert_eq!(toggled("code:=a OR code:b").as_deref(), Some("code:a OR code:b"));
        assert_eq!(toggled("code:* leren"), None);
    }

    #[test]
    fn words_get_all_their_forms_and_forms_come_and_go() {
        assert_eq!(widened(&query("samen leren cyclus:2")).as_deref(), Some("~samen ~leren cyclus:2"));
        assert_eq!(widened(&query("grens* ~leren =Toets")), None);
        let without = with_form_toggled(&query("~begeleiden code:a"), "begeleiden", "beleid");
        assert_eq!(forms_in(&query(&without))[0].without, ["beleid"]);
        assert_eq!(with_form_toggled(&query(&without), "begeleiden", "beleid"), "~begeleiden code:a");
    }
}
