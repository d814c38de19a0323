//! A tree as words again, so that it can be read back as the same tree.

use std::fmt::{self, Display, Formatter};

use super::{Expression, Field, Forms, Kind, Pattern, Text, Value, Word};

/// Words that mean something by themselves.
const KEYWORDS: [&str; 10] =
    ["OR", "AND", "NOT", "overlaps", "within", "encloses", "meets", "before", "after", "near"];

/// `name:value`, with quotation marks where the value needs them.
pub fn field_words(name: &str, value: &str) -> String {
    format!("{name}:{}", value_words(value))
}

/// A value as it stands behind the colon of a field, with quotation marks where it needs them.
pub fn value_words(value: &str) -> String {
    let means_something = value.is_empty()
        || value.starts_with(['=', '*', '-'])
        || value.ends_with('*')
        || value.contains("..")
        || value.contains(|character: char| character.is_whitespace() || "()\",\\".contains(character));
    if means_something { quoted(value) } else { value.to_owned() }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Text(text) => text.fmt(f),
            Kind::Pattern(pattern) => pattern.fmt(f),
            Kind::Forms(forms) => forms.fmt(f),
            Kind::Field(field) => field.fmt(f),
            Kind::Saved(name) => write!(f, "@{}", quoted(name)),
            Kind::Related { left, relation, negated, right } => {
                side(left, f)?;
                let not = if *negated { "NOT " } else { "" };
                write!(f, " {not}{} ", relation.words())?;
                side(right, f)
            }
            Kind::In(unit, part) => write!(f, "in:{} ({part})", unit.word()),
            Kind::All(parts) => joined(parts, " ", f),
            Kind::Any(parts) => joined(parts, " OR ", f),
            Kind::Not(part) => {
                f.write_str("NOT ")?;
                inner(part, f)
            }
        }
    }
}

fn joined(parts: &[Expression], between: &str, f: &mut Formatter<'_>) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        inner(part, f)?;
    }
    Ok(())
}

/// A part inside another, in brackets where it has several parts itself.
fn inner(part: &Expression, f: &mut Formatter<'_>) -> fmt::Result {
    match part.kind {
        Kind::All(_) | Kind::Any(_) | Kind::Related { .. } => write!(f, "({part})"),
        _ => part.fmt(f),
    }
}

/// A side of a relation: fields as they are, everything else in brackets.
fn side(part: &Expression, f: &mut Formatter<'_>) -> fmt::Result {
    let is_field = |part: &Expression| matches!(part.kind, Kind::Field(_));
    match &part.kind {
        Kind::Field(_) => part.fmt(f),
        Kind::All(parts) if parts.iter().all(is_field) => part.fmt(f),
        _ => write!(f, "({part})"),
    }
}

impl Display for Text {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.exact {
            f.write_str("=")?;
        }
        let words = self.words.iter().map(Word::to_string).collect::<Vec<_>>().join(" ");
        let bare = self.words.len() == 1 && self.slop == 0;
        if bare && (self.exact || self.letters > 0 || !KEYWORDS.contains(&words.as_str())) {
            f.write_str(&words)?;
        } else {
            write!(f, "\"{words}\"")?;
        }
        match (self.slop, self.letters) {
            (0, 0) => Ok(()),
            (0, letters) => write!(f, "~{letters}"),
            (slop, _) => write!(f, "~{slop}"),
        }
    }
}

impl Display for Word {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let star = |open| if open { "*" } else { "" };
        write!(f, "{}{}{}", star(self.open_start), self.text, star(self.open_end))
    }
}

impl Display for Pattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("/")?;
        let mut characters = self.source.chars();
        while let Some(character) = characters.next() {
            match character {
                '/' => f.write_str("\\/")?,
                '\\' => {
                    write!(f, "\\")?;
                    if let Some(next) = characters.next() {
                        write!(f, "{next}")?;
                    }
                }
                other => write!(f, "{other}")?,
            }
        }
        f.write_str(if self.any_case { "/i" } else { "/" })
    }
}

impl Display for Forms {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "~{}", self.word)?;
        self.without.iter().try_for_each(|form| write!(f, "-{form}"))
    }
}

impl Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.name)?;
        for (index, value) in self.values.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            value.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.alone {
            f.write_str("=")?;
        }
        if self.quoted { f.write_str(&quoted(&self.text)) } else { f.write_str(&self.text) }
    }
}
