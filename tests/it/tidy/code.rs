//! Just enough of Rust to know which paths a file names: comments and literals out, `use` trees unfolded.
//!
//! A full parser would be a large dependency for three questions; this reads tokens and never needs to
//! understand an expression.

/// A path such as `std::fs::read` where it is named.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    /// Counted from 1.
    pub line: usize,
    /// How many inline modules (`mod tests { … }`) stand around it.
    pub inside: usize,
    /// `["std", "fs", "read"]`; an imported tree gives one path a leaf.
    pub segments: Vec<String>,
}

impl Named {
    /// As it is written: `std::fs::read`.
    pub fn written(&self) -> String {
        self.segments.join("::")
    }
}

/// Every path in `source`, in order; names of one segment too.
pub fn paths(source: &str) -> Vec<Named> {
    let code = blank_literals(source);
    let tokens = tokens(&code);
    let mut found = Vec::new();
    let (mut braces, mut modules) = (0_usize, Vec::new());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token.kind {
            Kind::Open => {
                let opens_module = at >= 2 && tokens[at - 2].kind == Kind::Name("mod");
                if opens_module {
                    modules.push(braces);
                }
                braces += 1;
            }
            Kind::Close => {
                braces = braces.saturating_sub(1);
                if modules.last() == Some(&braces) {
                    modules.pop();
                }
            }
            Kind::Name(_) if at == 0 || tokens[at - 1].kind != Kind::Other('.') => {
                at = unfold(&tokens, at, &[], modules.len(), &mut found);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Reads the path or tree that begins at token `at`, adds its leaves to `found` and returns the first token
/// behind it.
fn unfold(
    tokens: &[Token],
    mut at: usize,
    prefix: &[String],
    inside: usize,
    found: &mut Vec<Named>,
) -> usize {
    let mut segments = prefix.to_vec();
    let line = tokens.get(at).map_or(0, |token| token.line);
    let leaf = |segments| Named { line, inside, segments };
    loop {
        match tokens.get(at).map(|token| token.kind) {
            Some(Kind::Name(name)) => {
                segments.push(name.to_owned());
                at += 1;
                if tokens.get(at).map(|token| token.kind) != Some(Kind::Path) {
                    found.push(leaf(segments));
                    return at;
                }
                at += 1;
            }
            Some(Kind::Open) => {
                at += 1;
                loop {
                    at = unfold(tokens, at, &segments, inside, found);
                    while tokens.get(at).is_some_and(|t| !matches!(t.kind, Kind::Other(',') | Kind::Close)) {
                        at += 1;
                    }
                    let ends = tokens.get(at).is_none_or(|token| token.kind == Kind::Close);
                    at += 1;
                    if ends {
                        return at;
                    }
                }
            }
            _ => {
                found.push(leaf(segments));
                return at;
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind<'a> {
    Name(&'a str),
    /// `::`
    Path,
    Open,
    Close,
    Other(char),
}

struct Token<'a> {
    kind: Kind<'a>,
    line: usize,
}

fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(character) = code[at..].chars().next() {
        let rest = &code[at..];
        let mut length = character.len_utf8();
        if character == '\n' {
            line += 1;
        } else if is_name(character) {
            length = rest.find(|other| !is_name(other)).unwrap_or(rest.len());
            tokens.push(Token { kind: Kind::Name(&rest[..length]), line });
        } else if rest.starts_with("::") {
            length = 2;
            tokens.push(Token { kind: Kind::Path, line });
        } else if !character.is_whitespace() {
            let kind = match character {
                '{' => Kind::Open,
                '}' => Kind::Close,
                other => Kind::Other(other),
            };
            tokens.push(Token { kind, line });
        }
        at += length;
    }
    tokens
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// `source` with comments and the insides of string and character literals blanked; lines stay lines.
pub fn blank_literals(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while !rest.is_empty() {
        let before = code.chars().next_back();
        let taken = literal(rest, before).unwrap_or(0);
        let (blank, next) = rest.split_at(taken);
        if let Some(quote) = blank.chars().next_back().filter(|&end| end == '"') {
            code.push(quote);
        }
        code.extend(blank.chars().map(|character| if character == '\n' { '\n' } else { ' ' }));
        rest = next;
        if taken == 0
            && let Some(character) = rest.chars().next()
        {
            code.push(character);
            rest = &rest[character.len_utf8()..];
        }
    }
    code
}

/// Length in bytes of the comment or literal that `rest` begins with, its delimiters included.
fn literal(rest: &str, before: Option<char>) -> Option<usize> {
    let to_end = rest.len();
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(to_end));
    }
    if rest.starts_with("/*") {
        return Some(block_comment(rest));
    }
    if rest.starts_with('"') {
        return Some(quoted(rest, '"'));
    }
    if let Some(inside) = rest.strip_prefix('\'') {
        let mut characters = inside.chars();
        let first = characters.next()?;
        let is_literal = first == '\\' || characters.next() == Some('\'');
        return is_literal.then(|| quoted(rest, '\''));
    }
    if before.is_some_and(is_name) {
        return None;
    }
    let raw = rest.strip_prefix(['b', 'c']).unwrap_or(rest).strip_prefix('r')?;
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    let opening = rest.len() - raw.len() + hashes + 1;
    raw[hashes..].starts_with('"').then_some(())?;
    let closing = format!("\"{}", "#".repeat(hashes));
    Some(rest[opening..].find(&closing).map_or(to_end, |found| opening + found + closing.len()))
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == quote {
            return at + 1;
        }
    }
    rest.len()
}

#[test]
fn literals_and_comments_are_no_code() {
    let source = "a /* b /* c */ d */ \"e\\\"f\" g // h\n r#\"i\"j\"# 'k' '\\'' b'l' <'m> r#n";
    let code = blank_literals(source);
    let words: Vec<&str> = code.split_whitespace().collect();
    assert_eq!(words, ["a", "\"", "g", "b", "<'m>", "r#n"], "{code}");
    assert_eq!(code.lines().count(), source.lines().count());
}

#[test]
fn trees_are_unfolded_to_their_leaves() {
    let written = |source| paths(source).iter().map(Named::written).collect::<Vec<_>>();
    assert_eq!(
        written("pub use crate::{text::{Span, *}, model as m, self};"),
        ["pub", "use", "crate::text::Span", "crate::text", "crate::model", "crate::self"]
    );
    assert_eq!(written("Vec::<u8>::new().fs()"), ["Vec", "u8", "new"]);
    assert_eq!(written("::std::net::TcpStream::connect(a)"), ["std::net::TcpStream::connect", "a"]);
}

#[test]
fn a_path_knows_its_line_and_the_modules_around_it() {
    let found = paths("use a::b;\nmod m {\n fn f() { c::d; }\n}\ne::f;");
    let places: Vec<_> = found
        .iter()
        .filter(|named| named.segments.len() == 2)
        .map(|named| (named.written(), named.line, named.inside))
        .collect();
    assert_eq!(places, [("a::b".into(), 1, 0), ("c::d".into(), 3, 1), ("e::f".into(), 5, 0)]);
}
